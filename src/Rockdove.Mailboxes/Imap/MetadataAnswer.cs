using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Storage;
using StoredEntry = Rockdove.Storage.MetadataEntry;
using ToldEntry = Rockdove.Imap.MetadataEntry;

namespace Rockdove.Mailboxes;

/// <summary>
/// Reads and writes annotations (RFC 5464). What is private belongs to whoever has logged in; what is shared about the
/// server is read by all, and written by nobody here.
/// </summary>
internal sealed class MetadataAnswer(ImapContext context, IMailStore store, MailboxId? mailbox)
{
    private long _longest;

    /// <summary>Tells one entry after the other: each may have 64 KiB.</summary>
    public async ValueTask<ImapReply> ReadAsync(MetadataQuestion question, CancellationToken cancellationToken)
    {
        await TellAsync(question, isPrivate: true, cancellationToken);
        await TellAsync(question, isPrivate: false, cancellationToken);
        return _longest == 0
            ? ImapReplies.Completed
            : ImapReply.Ok("Some were left out", ImapCodes.LongEntries(_longest));
    }

    public async ValueTask<ImapReply> WriteAsync(SetMetadataQuestion question, CancellationToken cancellationToken)
    {
        if (question.Entries.Any(entry => !StoredEntry.IsName(entry.Name)))
            return ImapStoreReplies.NoAnnotation;
        StoredEntry[] entries = [.. question.Entries.Select(entry => new StoredEntry(entry.Name, entry.Value))];
        var own = Array.FindAll(entries, entry => IsPrivate(entry.Name));
        var shared = Array.FindAll(entries, entry => !IsPrivate(entry.Name));
        if (mailbox is null && shared.Length > 0)
            return ImapStoreReplies.NotYours;

        // The two lie apart. Whatever can be wrong with either is found before the first is written: all or none.
        var whyNot = await WhyNotAsync(own, isPrivate: true, cancellationToken)
            ?? await WhyNotAsync(shared, isPrivate: false, cancellationToken);
        if (whyNot is not null)
            return whyNot;
        foreach (var (some, isPrivate) in new[] { (own, true), (shared, false) })
        {
            if (some.Length > 0
                && await store.Attributes.SetMetadataAsync(PlaceOf(isPrivate), some, cancellationToken)
                    is var outcome and not MetadataOutcome.Stored)
                return ReplyTo(outcome);
        }

        return ImapReplies.Completed;
    }

    private async ValueTask TellAsync(
        MetadataQuestion question, bool isPrivate, CancellationToken cancellationToken)
    {
        var wanted = question.Entries.Where(entry => IsPrivate(entry) == isPrivate).ToList();
        if (wanted.Count == 0)
            return;
        var all = await store.Attributes.ReadMetadataAsync(PlaceOf(isPrivate), cancellationToken);
        foreach (var entry in all)
        {
            if (!wanted.Exists(name => IsMeant(entry.Name, name, question.Depth)))
                continue;
            if (entry.Value!.Value.Length > question.MaxBytes)
            {
                _longest = Math.Max(_longest, entry.Value.Value.Length);
                continue;
            }

            context.Responses.Metadata(question.Mailbox, [new ToldEntry(entry.Name, entry.Value)]);
            await context.SendAsync();
        }

        if (question.Depth != MetadataDepth.Zero)
            return;
        foreach (var name in wanted.Distinct().Where(name => all.All(entry => entry.Name != name)))
            context.Responses.Metadata(question.Mailbox, [new ToldEntry(name, null)]);
    }

    private async ValueTask<ImapReply?> WhyNotAsync(
        StoredEntry[] entries, bool isPrivate, CancellationToken cancellationToken)
    {
        if (Array.Exists(entries, entry => entry.Value is { Length: > IMailboxAttributes.MaximumMetadataBytes }))
            return ReplyTo(MetadataOutcome.TooLarge);
        if (entries.Length == 0)
            return null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in await store.Attributes.ReadMetadataAsync(PlaceOf(isPrivate), cancellationToken))
            names.Add(entry.Name);
        foreach (var entry in entries)
        {
            if (entry.Value is null)
                names.Remove(entry.Name);
            else
                names.Add(entry.Name);
        }

        return names.Count > IMailboxAttributes.MaximumMetadataEntries ? ReplyTo(MetadataOutcome.TooMany) : null;
    }

    private MetadataPlace PlaceOf(bool isPrivate) =>
        new(mailbox, isPrivate ? MailboxSession.Of(context).Owner : "");

    private static bool IsPrivate(string entry) => entry.StartsWith("/private/", StringComparison.Ordinal);

    private static bool IsMeant(string entry, string name, MetadataDepth depth) =>
        entry == name
        || (depth != MetadataDepth.Zero && entry.Length > name.Length && entry[name.Length] == '/'
            && entry.StartsWith(name, StringComparison.Ordinal)
            && (depth == MetadataDepth.Infinity || entry.IndexOf('/', name.Length + 1) < 0));

    private static ImapReply ReplyTo(MetadataOutcome outcome) => outcome switch
    {
        MetadataOutcome.TooLarge => ImapStoreReplies.AnnotationTooBig,
        MetadataOutcome.TooMany => ImapStoreReplies.TooManyAnnotations,
        MetadataOutcome.NoMailbox => ImapReplies.NoSuchMailbox,
        _ => ImapReplies.Completed,
    };
}
