using System.Globalization;
using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Mime;

namespace Rockdove.Prober;

/// <summary>
/// A mailbox over one IMAP connection, in the words of those who look for mail of ours. What breaks the session is a
/// <see cref="SessionEndedException"/>; that a server says no is told.
/// </summary>
internal sealed class ImapMailbox(ImapClientConnection connection, TimeProvider time, WatchOptions options)
{
    /// <summary>The folder that is open; null for none.</summary>
    public string? Selected { get; private set; }

    /// <summary>It is open for changes.</summary>
    public bool IsWritable { get; private set; }

    /// <summary>Messages in the folder that is open, as the server has told.</summary>
    public uint Exists { get; private set; }

    /// <summary>Those of them that were looked at, or were there before.</summary>
    public uint Counted { get; private set; }

    /// <summary>When the server last told of more of them.</summary>
    public long ToldAt { get; private set; }

    /// <summary>The server has told of messages that were not looked at, or that it does not show.</summary>
    public bool HasTold => Exists > Counted;

    /// <summary>What the server said when it last refused something.</summary>
    public string LastRefusal { get; private set; } = "";

    /// <summary>How long the server took to answer the last time that there was nothing to do.</summary>
    public TimeSpan RoundTrip { get; private set; }

    public bool HasUidPlus => connection.Capabilities.Has("UIDPLUS") || connection.Capabilities.Has("IMAP4rev2");

    public bool CanIdle => connection.Capabilities.Has("IDLE") || connection.Capabilities.Has("IMAP4rev2");

    /// <summary>
    /// Gmail keeps what is expunged elsewhere: a mail is gone for good when it is expunged from its bin.
    /// </summary>
    public bool DeletesInTrash => connection.Capabilities.Has("X-GM-EXT-1") && connection.Capabilities.Has("MOVE");

    /// <summary>All folders.</summary>
    public async Task<FolderFinder> FindFoldersAsync(CancellationToken cancellationToken)
    {
        var list = ImapCommand.List("", "*");
        if (connection.Capabilities.Has("SPECIAL-USE") && connection.Capabilities.Has("LIST-EXTENDED"))
            list = list.Atoms("RETURN (SPECIAL-USE)");
        var answer = await AskAsync(list, ProbeStage.Select, cancellationToken);
        if (!answer.IsOk)
            answer = await AskAsync(ImapCommand.List("", "*"), ProbeStage.Select, cancellationToken);
        return new FolderFinder(answer.Responses.OfType<ImapListResponse>());
    }

    /// <summary>
    /// Opens a folder, by EXAMINE unless something is to be deleted: that changes nothing, not even \Recent.
    /// </summary>
    public async Task<OpenedFolder?> OpenAsync(string folder, bool isWritable, CancellationToken cancellationToken)
    {
        Selected = null;
        var answer = await AskAsync(
            ImapCommand.Select(folder, isReadOnly: !isWritable), ProbeStage.Select, cancellationToken);
        if (!answer.IsOk)
            return null;
        (Selected, IsWritable) = (folder, isWritable && answer.Result!.CodeName != "READ-ONLY");
        Exists = Counted = answer.Exists ?? 0;
        return new OpenedFolder(
            (uint)(answer.Number("UIDVALIDITY") ?? 1), (uint?)answer.Number("UIDNEXT"), answer.Exists ?? 0);
    }

    /// <summary>Asks whether there is news of the folder that is open.</summary>
    public async Task<ImapAnswer> NoopAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var answer = await AskAsync(ImapCommand.Noop(), ProbeStage.Poll, cancellationToken);
        RoundTrip = time.GetElapsedTime(start);
        return answer;
    }

    /// <summary>Waits for news of the folder that is open.</summary>
    public async Task<ImapIdling> IdleAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var idling = await connection.IdleAsync(atMost, cancellationToken);
        Demand(ProbeStage.Poll);
        Follow(idling.Answer, idling.NewsAt ?? time.GetTimestamp());
        return idling;
    }

    /// <summary>Asks for the numbers of a folder that is not open; null when it says no.</summary>
    public async Task<ImapMailboxStatusResponse?> StatusAsync(string folder, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(
            ImapCommand.Status(folder, "MESSAGES UIDNEXT UIDVALIDITY"), ProbeStage.Poll, cancellationToken);
        return answer.IsOk ? answer.Responses.OfType<ImapMailboxStatusResponse>().LastOrDefault() : null;
    }

    /// <summary>How full the mailbox is; null where the server does not tell.</summary>
    public async Task<double?> QuotaAsync(CancellationToken cancellationToken)
    {
        if (!connection.Capabilities.Has("QUOTA"))
            return null;
        var answer = await AskAsync(
            new ImapCommand("GETQUOTAROOT").Mailbox(FolderFinder.Inbox), ProbeStage.Poll, cancellationToken);
        return answer.Responses.OfType<ImapOtherResponse>()
            .Where(response => response is { Name: "QUOTA", Values: [_, { Kind: ImapValueKind.List }] })
            .SelectMany(response => response.Values[1].Items.Chunk(3)) // Which, how much, of how much.
            .Select(resource => resource is [_, var usage, var limit] && usage.TryNumber(out var used)
                && limit.TryNumber(out var most) && most > 0 ? (double?)used / most : null)
            .Max();
    }

    /// <summary>What tells mails of ours from others, of messages from a UID on.</summary>
    public async Task<List<SeenMessage>> ReadFromAsync(uint uid, CancellationToken cancellationToken)
    {
        var command = new ImapCommand("UID FETCH").Atoms(string.Create(CultureInfo.InvariantCulture, $"{uid}:*"));
        var messages = await ReadAsync(command, cancellationToken);
        messages.RemoveAll(message => message.Uid < uid); // "n:*" is the last message even when that comes before n.
        return messages;
    }

    /// <summary>The same of messages by their UIDs.</summary>
    public Task<List<SeenMessage>> ReadAsync(MessageSet uids, CancellationToken cancellationToken) =>
        ReadAsync(new ImapCommand("UID FETCH").Atoms(uids.ToString()), cancellationToken);

    /// <summary>The same of messages by their numbers.</summary>
    public Task<List<SeenMessage>> ReadByNumberAsync(uint first, uint last, CancellationToken cancellationToken) =>
        ReadAsync(
            new ImapCommand("FETCH").Atoms(string.Create(CultureInfo.InvariantCulture, $"{first}:{last}")),
            cancellationToken);

    /// <summary>All UIDs from one on, the last of them at most.</summary>
    public async Task<List<uint>> UidsFromAsync(uint uid, int most, CancellationToken cancellationToken)
    {
        var reading = new UidReading(uid, most);
        var command = new ImapCommand("UID FETCH")
            .Atoms(string.Create(CultureInfo.InvariantCulture, $"{uid}:*")).Atoms("(UID)");
        await connection.CommandAsync(command, reading, cancellationToken);
        Demand(ProbeStage.Fetch);
        return reading.Uids;
    }

    /// <summary>The header of a mail of ours, with what the server knows of it; null when it is gone.</summary>
    public async Task<ReadMail?> ReadHeaderAsync(uint uid, CancellationToken cancellationToken) =>
        await ReadOneAsync(uid, "HEADER", options.HeaderBytes, cancellationToken);

    /// <summary>A report; null when it is gone.</summary>
    public async Task<ReadMail?> ReadReportAsync(uint uid, CancellationToken cancellationToken) =>
        await ReadOneAsync(uid, "", options.ReportBytes, cancellationToken);

    /// <summary>Marks messages as deleted.</summary>
    public async Task<bool> FlagAsync(MessageSet uids, CancellationToken cancellationToken) => (await AskAsync(
        ImapCommand.Store(uids, StoreAction.Add, new ImapFlags(ImapSystemFlags.Deleted), isSilent: true),
        ProbeStage.Cleanup,
        cancellationToken)).IsOk;

    /// <summary>Expunges these and no others. Without UIDPLUS there is no such command.</summary>
    public async Task<bool> ExpungeAsync(MessageSet uids, CancellationToken cancellationToken) =>
        (await AskAsync(ImapCommand.Expunge(uids), ProbeStage.Cleanup, cancellationToken)).IsOk;

    /// <summary>Moves messages; their UIDs there, or null when it says no or does not tell.</summary>
    public async Task<MessageSet?> MoveAsync(MessageSet uids, string folder, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(ImapCommand.Move(uids, folder), ProbeStage.Cleanup, cancellationToken);
        if (!answer.IsOk)
            return null;
        var results = answer.Responses.OfType<ImapStatusResponse>().Select(status => status.Result);
        foreach (var result in results.Append(answer.Result!))
        {
            if (result.TryReadCopyUid(out _, out _, out var moved))
                return moved;
        }

        return MessageSet.Empty;
    }

    /// <summary>So many that were not there before were looked at.</summary>
    public void Count(int messages)
    {
        Counted += (uint)messages;
        Exists = Math.Max(Exists, Counted);
    }

    /// <summary>The session cannot go on, as its connection says, or for a reason of its own.</summary>
    public SessionEndedException Ended(ProbeStage stage, string? reason = null) => ImapFailures.Of(
        connection, reason is null ? null : new ProbeFailure(stage, reason), stage);

    private async Task<List<SeenMessage>> ReadAsync(ImapCommand command, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(command.Atoms(MarkItems), ProbeStage.Fetch, cancellationToken);
        var messages = new List<SeenMessage>(answer.Fetched.Count);
        foreach (var fetched in answer.Fetched)
        {
            // Others are news of flags.
            if (fetched.Response.Uid is not { } uid)
                continue;
            var octets = fetched.Octets(MarkItem) ?? default; // NIL is a header without these fields.
            if (!octets.IsEmpty || fetched.Response.Items.Any(item => IsMarkItem(item.Key)))
            {
                var isDeleted = fetched.Response.Flags?.Contains("\\Deleted", StringComparer.OrdinalIgnoreCase);
                messages.Add(new SeenMessage(uid, MimeMessage.Read(octets), isDeleted ?? false));
            }
        }

        messages.Sort(static (left, right) => left.Uid.CompareTo(right.Uid));
        return messages;
    }

    private async Task<ReadMail?> ReadOneAsync(
        uint uid, string section, int most, CancellationToken cancellationToken)
    {
        var items = string.Create(
            CultureInfo.InvariantCulture, $"(UID INTERNALDATE RFC822.SIZE BODY.PEEK[{section}]<0.{most}>)");
        var answer = await AskAsync(
            ImapCommand.Fetch(new MessageSet([uid]), items), ProbeStage.Fetch, cancellationToken);
        var fetched = answer.Fetched.FirstOrDefault(message => message.Response.Uid == uid
            && message.Octets($"BODY[{section}]") is not null);
        if (fetched is null)
            return null;
        return new ReadMail(
            fetched.Octets($"BODY[{section}]")!.Value,
            DateOf(fetched.Response.Find("INTERNALDATE")?.Text),
            (long)Math.Min(fetched.Response.Size ?? 0, long.MaxValue));
    }

    private async Task<ImapAnswer> AskAsync(
        ImapCommand command, ProbeStage stage, CancellationToken cancellationToken)
    {
        var answer = await connection.CommandAsync(command, cancellationToken);
        Demand(stage);
        Follow(answer, time.GetTimestamp());
        if (!answer.IsOk)
            LastRefusal = answer.Result?.Text ?? "";
        return answer;
    }

    /// <summary>Follows how many messages there are: a server tells it once, with whatever answer comes next.</summary>
    private void Follow(ImapAnswer answer, long at)
    {
        foreach (var response in answer.Responses)
        {
            if (response is ImapExistsResponse exists)
            {
                ToldAt = exists.Messages > Exists ? at : ToldAt;
                Exists = exists.Messages;
            }
            else if (response is ImapExpungeResponse)
            {
                Exists -= Math.Min(Exists, 1);
                Counted -= Math.Min(Counted, 1);
            }
        }
    }

    private void Demand(ProbeStage stage)
    {
        if (connection.Failure is not null)
            throw Ended(stage);
    }

    private static bool IsMarkItem(string name) => name.StartsWith(MarkItem, StringComparison.OrdinalIgnoreCase);

    /// <summary>date-time of RFC 9051 section 9; the day may have a space in front.</summary>
    private static DateTimeOffset? DateOf(string? text)
    {
        text = text?.Trim();
        return text is { Length: > 20 } && DateTimeOffset.TryParseExact(
            text.Insert(text.Length - 2, ":"), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var date)
            ? date
            : null;
    }

    /// <summary>
    /// Nothing else is read of the mail of others: what tells ours, and reports. The length is bounded, since a
    /// stranger may write a long one.
    /// </summary>
    private const string MarkItems =
        $"(UID FLAGS BODY.PEEK[HEADER.FIELDS ({ProbeMark.FieldName} Content-Type)]<0.4096>)";

    /// <summary>As servers begin the name of it in their answers.</summary>
    private const string MarkItem = "BODY[HEADER.FIELDS";

    /// <summary>Keeps the last UIDs of many.</summary>
    private sealed class UidReading(uint from, int most) : ImapReading
    {
        private readonly Queue<uint> _uids = new();

        public List<uint> Uids => [.. _uids.Order()];

        public override ValueTask ResponseAsync(ImapResponse response, CancellationToken cancellationToken)
        {
            if (response is ImapFetchResponse { Uid: { } uid } && uid >= from)
                _uids.Enqueue(uid);
            if (_uids.Count > most)
                _uids.Dequeue();
            return default;
        }
    }
}

/// <summary>What a server says of a folder that it opens.</summary>
/// <param name="UidValidity">1 where it does not say.</param>
/// <param name="UidNext">Null where it does not say.</param>
/// <param name="Exists">How many messages there are.</param>
internal sealed record OpenedFolder(uint UidValidity, uint? UidNext, uint Exists);

/// <summary>A message, of which nothing is known but whether it may be ours.</summary>
/// <param name="Uid">Which.</param>
/// <param name="Header">The fields that tell.</param>
/// <param name="IsDeleted">It is marked as deleted.</param>
internal sealed record SeenMessage(uint Uid, MimeMessage Header, bool IsDeleted);

/// <summary>What was read of one message.</summary>
/// <param name="Octets">Its header, or the beginning of all of it.</param>
/// <param name="StoredAt">When the server got it; null when it does not say.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record ReadMail(ReadOnlyMemory<byte> Octets, DateTimeOffset? StoredAt, long Bytes);
