using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>
/// The tags of caught messages. A tag is there as long as a message has it. They are keywords, so that mail programs
/// see them by IMAP and may set others.
/// </summary>
public sealed class CaughtTags(CaughtMail mail)
{
    private readonly CaughtSearch _search = new(mail);

    /// <summary>
    /// The tags that some message has, by their letters; at most <see cref="FlagsInUse.MaximumKeywords"/>.
    /// </summary>
    public async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var inUse = await mail.Store.FlagsInUseAsync(mail.Mailbox, cancellationToken);
        var tags = inUse?.Keywords.Select(TagName.Of).OfType<string>() ?? [];
        return [.. tags.Order(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>
    /// How many messages have each tag. Reads what is known of every message, unless none has a tag.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        if ((await ListAsync(cancellationToken)).Count == 0)
            return counts;
        await foreach (var row in mail.Store.ReadAsync(
            mail.Mailbox, UidSet.All, MessageFields.None, cancellationToken))
        {
            foreach (var tag in new CaughtMessage(row).Tags)
                counts[tag] = counts.GetValueOrDefault(tag) + 1;
        }

        return counts;
    }

    /// <summary>Gives messages these tags and no others. Messages that are not there are left out.</summary>
    /// <exception cref="ArgumentException">A name cannot be a tag, or there are too many; nothing was
    /// changed.</exception>
    public async ValueTask SetAsync(
        IEnumerable<MessageId> ids, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        var wanted = KeywordsOf(tags);
        foreach (var id in ids)
        {
            if (await mail.FindAsync(id, cancellationToken) is not { } message)
                continue;
            var others = message.Row.Flags.Keywords.ToArray()
                .Where(keyword => TagName.Of(keyword) is not null && !wanted.Has(keyword)).ToArray();
            var uid = UidSet.Of(message.Row.Uid);
            if (others.Length > 0)
                await ChangeAsync(uid, FlagChange.Remove(new FlagSet(SystemFlags.None, others)), cancellationToken);
            if (!wanted.IsEmpty)
                await ChangeAsync(uid, FlagChange.Add(wanted), cancellationToken);
        }
    }

    /// <summary>Gives all messages that have one tag another one in its place. False if no message has it.</summary>
    /// <exception cref="ArgumentException">The new name cannot be a tag, or is that of another one.</exception>
    public async ValueTask<bool> RenameAsync(string tag, string name, CancellationToken cancellationToken)
    {
        var renamed = KeywordsOf([name]);
        if (TagName.ToKeyword(tag) is not { } keyword)
            return false;
        var uids = await _search.UidsAsync(SearchQuery.Keyword(keyword), cancellationToken);
        if (uids.IsEmpty)
            return false;
        var isSame = renamed.Has(keyword);
        if (!isSame && !(await _search.UidsAsync(SearchQuery.Keyword(renamed.Keywords[0]), cancellationToken)).IsEmpty)
            throw new ArgumentException($"there is a tag '{name}' already");
        if (isSame) // A keyword keeps the letters that it came with as long as it is there.
            await ChangeAsync(uids, FlagChange.Remove(renamed), cancellationToken);
        await ChangeAsync(uids, FlagChange.Add(renamed), cancellationToken);
        if (!isSame)
            await ChangeAsync(uids, FlagChange.Remove(new FlagSet(SystemFlags.None, keyword)), cancellationToken);
        return true;
    }

    /// <summary>Takes a tag from all messages that have it.</summary>
    public async ValueTask DeleteAsync(string tag, CancellationToken cancellationToken)
    {
        if (TagName.ToKeyword(tag) is not { } keyword)
            return;
        var uids = await _search.UidsAsync(SearchQuery.Keyword(keyword), cancellationToken);
        await ChangeAsync(uids, FlagChange.Remove(new FlagSet(SystemFlags.None, keyword)), cancellationToken);
    }

    internal static FlagSet KeywordsOf(IReadOnlyList<string> tags)
    {
        if (tags.Count > MaximumTags)
            throw new ArgumentException($"a message has at most {MaximumTags} tags");
        var keywords = tags.Select(tag => TagName.ToKeyword(tag) ?? throw new ArgumentException(
            $"'{tag}' cannot be a tag: allowed are letters, digits, spaces and - _ . @, "
            + $"at most {TagName.MaximumLength} of them"));
        return new FlagSet(SystemFlags.None, [.. keywords]);
    }

    private ValueTask<FlagResult> ChangeAsync(UidSet uids, FlagChange change, CancellationToken cancellationToken) =>
        mail.Store.StoreFlagsAsync(mail.Mailbox, uids, change, null, cancellationToken);

    /// <summary>Tags of one message: half of the keywords that one may have, the rest are programs' own.</summary>
    public const int MaximumTags = FlagSet.MaximumKeywords / 2;
}
