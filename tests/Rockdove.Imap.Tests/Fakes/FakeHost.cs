using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Imap.Tests;

/// <summary>Answers an engine's questions as a friendly host would, from mailboxes in memory.</summary>
internal sealed class FakeHost(ImapServerEngine engine, Dictionary<string, FakeMailbox> mailboxes)
{
    private readonly List<byte> _content = [];
    private readonly List<byte[]> _staged = [];
    private readonly Dictionary<string, ulong> _watched = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> _metadata = new(StringComparer.Ordinal);
    private MailboxView? _view;
    private ulong _synced;

    public HashSet<string> Subscriptions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, FakeMailbox> Mailboxes => mailboxes;

    /// <summary>The octets of a message came.</summary>
    public void Take(ReadOnlySpan<byte> content) => _content.AddRange(content);

    /// <summary>INBOX is selected as if the client had done it before the transcript begins.</summary>
    public void SelectSilently(string name)
    {
        engine.Ask(new SelectQuestion(name, false));
        engine.Open(Opened(mailboxes[name]), new ArrayBufferWriter<byte>());
    }

    public void Answer(IBufferWriter<byte> output)
    {
        switch (engine.Question)
        {
            case AuthQuestion:
                engine.Answer(ImapReply.Ok("Welcome"), output);
                break;
            case SecretQuestion:
                engine.Provide(new ClearSecret(new Secret("secret")), output);
                break;
            case SelectQuestion select when mailboxes.TryGetValue(select.Mailbox, out var mailbox):
                engine.Open(Opened(mailbox), output);
                break;
            case CloseQuestion { Expunges: true }:
                Expunge(message => message.Flags.Has(ImapSystemFlags.Deleted));
                engine.Answer(null, output);
                break;
            case ListQuestion list:
                List(list, engine.Data(output));
                engine.Answer(null, output);
                break;
            case StatusQuestion status when mailboxes.TryGetValue(status.Mailbox, out var mailbox):
                engine.Data(output).Status(status.Mailbox, status.Items, Status(mailbox));
                engine.Answer(ImapReplies.Completed, output);
                break;
            case CreateQuestion create:
                var isCreated = mailboxes.TryAdd(create.Mailbox, new FakeMailbox(create.Mailbox));
                engine.Answer(isCreated ? Created(create.Mailbox) : ImapReplies.Exists, output);
                break;
            case DeleteQuestion delete:
                engine.Answer(mailboxes.Remove(delete.Mailbox) ? ImapReplies.Completed : null, output);
                break;
            case RenameQuestion { Mailbox: "INBOX" }:
                engine.Answer(ImapReply.No("Not here"), output);
                break;
            case RenameQuestion rename when mailboxes.Remove(rename.Mailbox, out var mailbox):
                mailboxes[rename.NewName] = mailbox;
                engine.Answer(ImapReplies.Completed, output);
                break;
            case SubscribeQuestion subscribe:
                if (subscribe.IsSubscribed)
                    Subscriptions.Add(subscribe.Mailbox);
                else
                    Subscriptions.Remove(subscribe.Mailbox);
                engine.Answer(ImapReplies.Completed, output);
                break;
            case AppendQuestion append:
                if (append.Index == 0)
                    _staged.Clear();
                else
                    _staged.Add(_content.ToArray());
                _content.Clear();
                var isThere = mailboxes.ContainsKey(append.Mailbox);
                engine.Answer(isThere ? ImapReplies.Completed : ImapReplies.TryCreate, output);
                break;
            case MessageQuestion message:
                engine.Answer(Keep(message), output);
                break;
            case CompressQuestion:
                engine.Answer(ImapReplies.BeginCompression, output);
                break;
            case SortQuestion sort:
                var some = Selected.Messages.FindAll(message => FakeSearch.Matches(message, sort.Key));
                engine.Sorted(
                    MessageSorter.Sort(some.Select(message => message.Row), sort.Criteria),
                    some.Select(message => message.ModSequence).DefaultIfEmpty().Max(), output);
                break;
            case ThreadQuestion thread:
                engine.Threaded(
                    MessageThreader.Thread(
                        Selected.Messages.FindAll(message => FakeSearch.Matches(message, thread.Key))
                            .Select(message => message.Row), thread.Algorithm),
                    output);
                break;
            case NotifyQuestion notify:
                Watch(notify, engine.Data(output));
                engine.Answer(ImapReplies.Completed, output);
                break;
            case WatchQuestion { Watch: var watch }:
                TellChanges(watch, engine.Data(output));
                engine.Answer(null, output);
                break;
            case QuotaQuestion { Root: "user" }:
                engine.Data(output).Quota("user", [new("STORAGE", 10, 512), new("MESSAGE", 2, 100)]);
                engine.Answer(ImapReplies.Completed, output);
                break;
            case QuotaRootQuestion root:
                engine.Data(output).QuotaRoots(root.Mailbox, ["user", "the \"disk\""]);
                engine.Data(output).Quota("user", [new("STORAGE", 10, 512)]);
                engine.Data(output).Quota("the \"disk\"", []);
                engine.Answer(ImapReplies.Completed, output);
                break;
            case SetQuotaQuestion { Root: "user" } set:
                engine.Data(output).Quota(
                    "user", set.Limits.Select(limit => new QuotaUsage(limit.Key, 0, limit.Value)));
                engine.Answer(ImapReplies.Completed, output);
                break;
            case MetadataQuestion metadata:
                engine.Answer(Get(metadata, engine.Data(output)), output);
                break;
            case SetMetadataQuestion metadata:
                engine.Answer(Set(metadata), output);
                break;
            case SyncQuestion:
                Sync();
                engine.Answer(null, output);
                break;
            case FetchQuestion fetch:
                Fetch(fetch, engine.Data(output));
                engine.Answer(null, output);
                break;
            case StoreQuestion store:
                engine.Answer(Store(store, engine.Data(output)), output);
                break;
            case SearchQuestion search:
                var found = Selected.Messages.FindAll(message => FakeSearch.Matches(message, search.Key));
                engine.Found(
                    new MessageSet(found.Select(message => message.Uid)),
                    found.Select(message => message.ModSequence).DefaultIfEmpty().Max(), output);
                break;
            case CopyQuestion copy:
                engine.Answer(Copy(copy), output);
                break;
            case ExpungeQuestion expunge:
                Expunge(message => message.Flags.Has(ImapSystemFlags.Deleted)
                    && expunge.Only?.Contains(message.Uid) != false);
                engine.Answer(null, output);
                break;
            default:
                engine.Answer(null, output);
                break;
        }
    }

    /// <summary>Also where somebody has deleted it meanwhile.</summary>
    private FakeMailbox Selected { get; set; } = new("");

    private OpenedMailbox Opened(FakeMailbox mailbox)
    {
        Selected = mailbox;
        _view = new MailboxView(mailbox.Messages.Select(message => message.Uid), mailbox.ModSequence);
        _synced = mailbox.ModSequence;
        return new OpenedMailbox
        {
            View = _view,
            UidValidity = mailbox.UidValidity,
            UidNext = mailbox.UidNext,
            MailboxId = IdOf(mailbox.Name),
            FirstUnseen = mailbox.Messages.Find(message => !message.Flags.Has(ImapSystemFlags.Seen))?.Uid,
        };
    }

    private void Sync()
    {
        Selected.Sync(engine.View!, _synced, this);
        _synced = Selected.ModSequence;
    }

    private void List(ListQuestion question, ImapResponseWriter data)
    {
        var names = mailboxes.Keys.Union(question.OnlySubscribed ? Subscriptions : []);
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            if (!question.Matches(name) || (question.OnlySubscribed && !Subscriptions.Contains(name)))
                continue;
            var exists = mailboxes.TryGetValue(name, out var mailbox);
            var attributes = exists ? MailboxAttributes.None : MailboxAttributes.NonExistent;
            if (Subscriptions.Contains(name))
                attributes |= MailboxAttributes.Subscribed;
            if (name is "Sent" or "Drafts")
                attributes |= Enum.Parse<MailboxAttributes>(name);
            if (question.OnlySpecialUse && (attributes & MailboxAttributes.SpecialUse) == 0)
                continue;
            if (exists)
            {
                attributes |= mailboxes.Keys.Any(other => other.StartsWith(name + "/", StringComparison.Ordinal))
                    ? MailboxAttributes.HasChildren
                    : MailboxAttributes.HasNoChildren;
            }

            data.List(question, new MailboxListing(name, attributes) { Status = exists ? Status(mailbox!) : null });
        }
    }

    private static StatusData Status(FakeMailbox mailbox) => new()
    {
        Messages = (uint)mailbox.Messages.Count,
        UidNext = mailbox.UidNext,
        UidValidity = mailbox.UidValidity,
        Unseen = (uint)mailbox.Messages.Count(message => !message.Flags.Has(ImapSystemFlags.Seen)),
        Deleted = (uint)mailbox.Messages.Count(message => message.Flags.Has(ImapSystemFlags.Deleted)),
        SizeBytes = mailbox.Messages.Sum(message => (long)message.Octets.Length),
        HighestModSequence = mailbox.ModSequence,
        MailboxId = IdOf(mailbox.Name),
        DeletedStorageBytes = mailbox.Messages.Where(message => message.Flags.Has(ImapSystemFlags.Deleted))
            .Sum(message => (long)message.Octets.Length),
    };

    /// <summary>From now on; and how they stand, if that is wanted.</summary>
    private void Watch(NotifyQuestion question, ImapResponseWriter data)
    {
        _watched.Clear();
        foreach (var (name, mailbox) in mailboxes)
        {
            _watched[name] = mailbox.ModSequence;
            var items = Of(question, name).Aggregate(StatusItems.None, (all, group) => all | group.StatusItems);
            if (question.TellsStatus && items != StatusItems.None && name != engine.Session.Mailbox)
                data.Status(name, items, Status(mailbox));
        }
    }

    private void TellChanges(NotifyQuestion watch, ImapResponseWriter data)
    {
        foreach (var (name, mailbox) in mailboxes.OrderBy(mailbox => mailbox.Key, StringComparer.Ordinal))
        {
            if (!_watched.TryGetValue(name, out var known))
            {
                if (Of(watch, name).Any(group => group.Has(NotifyEvents.MailboxName)))
                    data.Renamed(new MailboxListing(name, MailboxAttributes.HasNoChildren), oldName: "once");
            }
            else if (mailbox.ModSequence > known && name != engine.Session.Mailbox
                && Of(watch, name).Any(group => group.Has(NotifyEvents.MessageNew)))
            {
                data.Status(name, StatusItems.Messages | StatusItems.UidNext, Status(mailbox));
            }

            _watched[name] = mailbox.ModSequence;
        }

        if (watch.Groups.Any(group => group.Has(NotifyEvents.ServerMetadataChange)))
            data.MetadataChanged("", ["/shared/comment"]);
    }

    private static IEnumerable<NotifyGroup> Of(NotifyQuestion question, string name) =>
        question.Groups.Where(group => group.Mailboxes switch
        {
            NotifyMailboxes.Selected or NotifyMailboxes.SelectedDelayed => false,
            NotifyMailboxes.Named => group.Names.Contains(name),
            NotifyMailboxes.Subtree => group.Names.Any(
                top => name == top || name.StartsWith(top + "/", StringComparison.Ordinal)),
            _ => true,
        });

    private static string IdOf(string mailbox) => "F-" + string.Concat(mailbox.Where(char.IsAsciiLetterOrDigit));

    private ImapReply Created(string mailbox) => engine.Protocol.Has<ObjectId>()
        ? ImapReply.Ok("Created", ImapCodes.MailboxId(IdOf(mailbox)))
        : ImapReplies.Completed;

    private ImapReply Get(MetadataQuestion question, ImapResponseWriter data)
    {
        List<MetadataEntry> entries = [];
        long biggest = 0;
        foreach (var name in question.Entries)
        {
            var names = _metadata.Keys.Where(other => other == name || (question.Depth != MetadataDepth.Zero
                && other.StartsWith(name + "/", StringComparison.Ordinal)
                && (question.Depth == MetadataDepth.Infinity || !other[(name.Length + 1)..].Contains('/'))));
            foreach (var found in names.DefaultIfEmpty(name))
            {
                var value = _metadata.TryGetValue(found, out var kept) ? kept : (ReadOnlyMemory<byte>?)null;
                if (value?.Length > question.MaxBytes)
                    biggest = Math.Max(biggest, value.Value.Length);
                else
                    entries.Add(new MetadataEntry(found, value));
            }
        }

        data.Metadata(question.Mailbox, entries);
        return biggest > 0 ? ImapReply.Ok("Told", ImapCodes.LongEntries(biggest)) : ImapReplies.Completed;
    }

    private ImapReply Set(SetMetadataQuestion question)
    {
        if (question.Entries.Any(entry => entry.Value?.Length > 40))
            return ImapReply.No("Too big", ImapCodes.MetadataMaxSize(40));
        foreach (var entry in question.Entries)
        {
            if (entry.Value is { } value)
                _metadata[entry.Name] = value;
            else
                _metadata.Remove(entry.Name);
        }

        return ImapReplies.Completed;
    }

    private ImapReply Keep(MessageQuestion question)
    {
        var mailbox = mailboxes[question.Append.Mailbox];
        _staged.Add(_content.ToArray());
        List<uint> uids = [];
        foreach (var (append, octets) in question.All.Zip(_staged))
        {
            uids.Add(mailbox.UidNext);
            mailbox.Add(new FakeMessage(mailbox.UidNext, octets)
            {
                Flags = append.Flags,
                InternalDate = append.InternalDate ?? default,
            });
        }

        _staged.Clear();
        if (question.Append.Replaces is { } old)
        {
            Selected.Remove(old, this);
            engine.View!.Expunged(old, Selected.ModSequence);
        }

        return ImapReply.Ok("Kept", uids.Count == 1
            ? ImapCodes.AppendUid(mailbox.UidValidity, uids[0])
            : ImapCodes.AppendUid(mailbox.UidValidity, new MessageSet(uids)));
    }

    private void Fetch(FetchQuestion question, ImapResponseWriter data)
    {
        if (question.VanishedAmong is { } among)
        {
            var gone = Selected.GoneSince(question.ChangedSince!.Value);
            data.VanishedEarlier(new MessageSet(gone.Where(among.Contains)));
        }

        foreach (var uid in question.Messages)
        {
            if (Selected.Find(uid) is not { } message || message.ModSequence <= (question.ChangedSince ?? 0))
                continue;
            var tellsFlags = !question.SetsSeen || !message.Flags.Has(ImapSystemFlags.Seen);
            if (question.SetsSeen && tellsFlags)
                SetSeen(message);
            data.BeginFetch(uid);
            foreach (var item in question.Items)
                FakeFetch.Write(data, item, message);
            data.EndFetch();
        }
    }

    private void SetSeen(FakeMessage message) => Selected.SetFlags(
        message, message.Flags with { System = message.Flags.System | ImapSystemFlags.Seen }, this);

    private ImapReply Store(StoreQuestion question, ImapResponseWriter data)
    {
        List<uint> modified = [];
        foreach (var uid in question.Messages)
        {
            if (Selected.Find(uid) is not { } message)
                continue;
            if (message.ModSequence > (question.UnchangedSince ?? ulong.MaxValue))
            {
                modified.Add(uid);
                continue;
            }

            Selected.SetFlags(message, Changed(message.Flags, question), this);
            data.Stored(question, uid, message.Flags, message.ModSequence);
        }

        return ImapReply.Ok("Stored", engine.Modified(new MessageSet(modified)));
    }

    private static ImapFlags Changed(ImapFlags flags, StoreQuestion question) => question.Action switch
    {
        StoreAction.Add => new(
            flags.System | question.Flags.System,
            [.. flags.Keywords.Union(question.Flags.Keywords, StringComparer.OrdinalIgnoreCase)]),
        StoreAction.Remove => new(
            flags.System & ~question.Flags.System,
            [.. flags.Keywords.Except(question.Flags.Keywords, StringComparer.OrdinalIgnoreCase)]),
        _ => question.Flags,
    };

    private ImapReply? Copy(CopyQuestion question)
    {
        if (!mailboxes.TryGetValue(question.Mailbox, out var target))
            return null;
        List<uint> from = [], to = [];
        foreach (var uid in question.Messages)
        {
            if (Selected.Find(uid) is not { } message)
                continue;
            from.Add(uid);
            to.Add(target.UidNext);
            target.Add(new FakeMessage(target.UidNext, message.Octets)
            {
                Flags = message.Flags,
                InternalDate = message.InternalDate,
            });
            if (!question.IsMove)
                continue;
            Selected.Remove(uid, this);
            engine.View!.Expunged(uid, Selected.ModSequence);
        }

        return from.Count == 0 ? ImapReplies.Completed : ImapReply.Ok(
            "Done", ImapCodes.CopyUid(target.UidValidity, new MessageSet(from), new MessageSet(to)));
    }

    private void Expunge(Predicate<FakeMessage> wanted)
    {
        foreach (var message in Selected.Messages.FindAll(wanted))
        {
            Selected.Remove(message.Uid, this);
            engine.View!.Expunged(message.Uid, Selected.ModSequence);
        }
    }
}
