using Rockdove.Mailboxes;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>Which tags a message has from the beginning, when it comes by SMTP or LMTP. What cannot be a tag is
/// none.</summary>
public sealed record CaughtTagging
{
    /// <summary>Those that its X-Tags field names, with commas between.</summary>
    public bool FromHeader { get; init; } = true;

    /// <summary>What follows a plus in the addresses that it came for: <c>ann+one+two@example.org</c>.</summary>
    public bool FromPlusAddresses { get; init; } = true;

    /// <summary>The name that the client logged in by.</summary>
    public bool FromUsers { get; init; }

    /// <summary>Words of tags that a field or an address has begin with a capital letter.</summary>
    public bool IsTitleCase { get; init; }

    /// <summary>Those that are found by a search; at most <see cref="CaughtTagRule.Most"/>.</summary>
    public IReadOnlyList<CaughtTagRule> Rules { get; init; } = [];

    /// <summary>The tags that rules give a message.</summary>
    /// <param name="envelope">What it came with.</param>
    /// <param name="message">Its octets; of more than <see cref="CaughtTagRule.MessageBytes"/> the first.</param>
    public IReadOnlyList<string> TagsByRules(DeliveryEnvelope envelope, ReadOnlyMemory<byte> message)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return Rules.Count == 0 ? [] : ByRules(envelope, message, message.Length, FlagSet.None);
    }

    /// <summary>The tags of one message.</summary>
    /// <param name="envelope">What SMTP said.</param>
    /// <param name="header">The beginning of the message, as far as it was kept.</param>
    /// <param name="message">More of it, for rules.</param>
    /// <param name="bytes">All octets of it.</param>
    internal FlagSet KeywordsOf(
        DeliveryEnvelope envelope, ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> message, long bytes)
    {
        var tags = new List<string>();
        if (FromHeader && !header.IsEmpty)
        {
            foreach (var field in MimeMessage.Read(header).Headers.All("X-Tags"))
                tags.AddRange(field.Decoded.Split(','));
        }

        if (FromPlusAddresses)
            tags.AddRange(envelope.ForwardPaths.SelectMany(PlusTags));
        if (IsTitleCase)
            tags = tags.ConvertAll(ToTitleCase);
        if (FromUsers && envelope.Identity is { } user)
            tags.Add(user);
        if (Rules.Count > 0)
            tags.AddRange(ByRules(envelope, message, bytes, ToKeywords(tags)));
        return ToKeywords(tags);
    }

    private static FlagSet ToKeywords(List<string> tags) => tags.Count == 0
        ? FlagSet.None
        : new FlagSet(SystemFlags.None, [.. tags
            .Select(TagName.ToKeyword).OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(CaughtTags.MaximumTags)]);

    private List<string> ByRules(
        DeliveryEnvelope envelope, ReadOnlyMemory<byte> message, long bytes, FlagSet keywords)
    {
        var row = new MessageRow
        {
            Mailbox = default,
            Uid = new Uid(1),
            ModSequence = default,
            Flags = keywords,
            InternalDate = envelope.ReceivedAt,
            Message = default,
            Bytes = bytes,
            Thread = default,
            Envelope = envelope,
        };
        var most = message[..Math.Min(message.Length, CaughtTagRule.MessageBytes)];
        var text = new Lazy<SearchText>(() => MimeTextReader.Instance.Read(most), isThreadSafe: false);
        return [.. Rules.Where(rule => rule.Holds(row, text)).SelectMany(rule => rule.Tags)];
    }

    private static IEnumerable<string> PlusTags(string address)
    {
        var at = address.LastIndexOf('@');
        var local = at < 0 ? address : address[..at];
        return local.Split('+').Skip(1);
    }

    /// <summary>Capitals that are there stay. Words end at spaces and at <c>-</c> and <c>@</c>.</summary>
    private static string ToTitleCase(string tag) => string.Create(tag.Length, tag, static (letters, tag) =>
    {
        for (var i = 0; i < tag.Length; i++)
        {
            var begins = i == 0 || tag[i - 1] is ' ' or '\t' or '-' or '@';
            letters[i] = begins ? char.ToUpperInvariant(tag[i]) : tag[i];
        }
    });
}
