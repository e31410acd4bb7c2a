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

    /// <summary>The tags of one message.</summary>
    /// <param name="envelope">What SMTP said.</param>
    /// <param name="header">The beginning of the message, as far as it was kept.</param>
    internal FlagSet KeywordsOf(DeliveryEnvelope envelope, ReadOnlyMemory<byte> header)
    {
        var tags = new List<string>();
        if (FromHeader && !header.IsEmpty)
        {
            foreach (var field in MimeMessage.Read(header).Headers.All("X-Tags"))
                tags.AddRange(field.Decoded.Split(','));
        }

        if (FromPlusAddresses)
            tags.AddRange(envelope.ForwardPaths.SelectMany(PlusTags));
        if (FromUsers && envelope.Identity is { } user)
            tags.Add(user);
        if (tags.Count == 0)
            return FlagSet.None;
        return new FlagSet(SystemFlags.None, [.. tags
            .Select(TagName.ToKeyword).OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(CaughtTags.MaximumTags)]);
    }

    private static IEnumerable<string> PlusTags(string address)
    {
        var at = address.LastIndexOf('@');
        var local = at < 0 ? address : address[..at];
        return local.Split('+').Skip(1);
    }
}
