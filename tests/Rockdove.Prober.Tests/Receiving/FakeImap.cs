using System.Globalization;
using System.Text;

namespace Rockdove.Prober.Tests;

/// <summary>An IMAP server that knows what a watch says and no more, and has the faults that servers have.</summary>
internal sealed class FakeImap : FakeServer
{
    private readonly List<Session> _sessions = [];

    public FakeImap() => Greeting = "* OK fake\r\n";

    public List<FakeFolder> Folders { get; } = [new("INBOX", "")];

    public FakeFolder Inbox => Folders[0];

    /// <summary>What it says of quotas.</summary>
    public string Quota { get; set; } = "";

    public string Capabilities { get; set; } = "IMAP4rev1 IDLE UIDPLUS SPECIAL-USE LIST-EXTENDED";

    /// <summary>It takes IDLE, and says nothing then.</summary>
    public bool IsDeafInIdle { get; set; }

    /// <summary>New messages cannot be read before the next NOOP or SELECT.</summary>
    public bool HidesUntilNoop { get; set; }

    /// <summary>How often it shows an empty header in place of what a message has.</summary>
    public int UnreadableHeaders { get; set; }

    /// <summary>The clock of INTERNALDATE; null for one that stands still.</summary>
    public Func<DateTimeOffset>? Now { get; set; }

    /// <summary>A client idles, and was not told of anything.</summary>
    public bool IsIdling
    {
        get
        {
            lock (Gate)
                return _sessions.Exists(session => session.Idles is not null && !session.HasNews);
        }
    }

    public FakeFolder AddFolder(string name, string attributes = "")
    {
        var folder = new FakeFolder(name, attributes);
        Folders.Add(folder);
        return folder;
    }

    /// <summary>A message comes, and whoever idles on the folder is told.</summary>
    public uint Deliver(byte[] message, FakeFolder? folder = null, params string[] flags)
    {
        lock (Gate)
        {
            folder ??= Inbox;
            var mail = folder.Add(message, flags, Now?.Invoke());
            foreach (var session in _sessions.Where(session => session.Folder == folder && session.Idles is not null))
            {
                if (!IsDeafInIdle)
                    session.TellNews();
            }

            return mail.Uid;
        }
    }

    /// <summary>All messages get new UIDs, but for some at the beginning that are gone.</summary>
    public void ChangeUidValidity(FakeFolder folder, int gone = 0)
    {
        lock (Gate)
        {
            folder.Mails.RemoveRange(0, gone);
            folder.UidValidity++;
            folder.UidNext = 1;
            foreach (var mail in folder.Mails)
                mail.Uid = folder.UidNext++;
        }
    }

    public IReadOnlyList<FakeMail> Lying(FakeFolder? folder = null)
    {
        lock (Gate)
            return [.. (folder ?? Inbox).Mails];
    }

    protected override async Task ServeAsync(LineTalk talk)
    {
        var session = new Session(this, talk);
        if (Greeting is null)
        {
            Stall(talk);
            await talk.HearAsync();
            return;
        }

        lock (Gate)
        {
            _sessions.Add(session);
            talk.Say(Greeting);
        }

        try
        {
            while (await talk.HearAsync() is { } line)
            {
                lock (Gate)
                {
                    if (!session.Take(line))
                        break;
                }
            }
        }
        finally
        {
            lock (Gate)
                _sessions.Remove(session);
        }
    }

    private sealed class Session(FakeImap server, LineTalk talk)
    {
        private int _told;
        private int _visible;
        private bool _isReadOnly;

        public FakeFolder? Folder { get; private set; }

        /// <summary>The tag of the IDLE that goes on.</summary>
        public string? Idles { get; private set; }

        /// <summary>It was told of messages in this IDLE.</summary>
        public bool HasNews { get; private set; }

        /// <summary>False at the end.</summary>
        public bool Take(string line)
        {
            if (Idles is { } idling)
            {
                Assert.Equal("DONE", line);
                Idles = null;
                talk.Say($"{idling} OK done\r\n");
                return true;
            }

            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var (tag, command) = (line[..space], line[(space + 1)..]);
            server.Said.Enqueue(command.StartsWith("LOGIN ", StringComparison.Ordinal) ? "LOGIN" : command);
            if (server.Instead(command) is { } instead)
            {
                if (instead.Length == 0)
                    server.Stall(talk);
                talk.Say(instead.Replace("TAG", tag, StringComparison.Ordinal));
                return !instead.StartsWith("* BYE", StringComparison.Ordinal);
            }

            return Answer(tag, command);
        }

        public void TellNews()
        {
            if (Folder is null || Folder.Mails.Count == _told)
                return;
            _told = Folder.Mails.Count;
            HasNews = true;
            try
            {
                talk.Say($"* {_told} EXISTS\r\n");
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException)
            {
                // The client has left, and its session has not heard of it yet.
            }
        }

        private bool Answer(string tag, string command)
        {
            var words = command.Split(' ', 4);
            switch (words[0])
            {
                case "CAPABILITY":
                    talk.Say($"* CAPABILITY {server.Capabilities}\r\n");
                    break;
                case "LOGIN":
                    talk.Say($"{tag} OK [CAPABILITY {server.Capabilities}] in\r\n");
                    return true;
                case "LIST":
                    foreach (var folder in server.Folders)
                        talk.Say($"* LIST ({folder.Attributes}) \"/\" \"{folder.Name}\"\r\n");
                    break;
                case "SELECT" or "EXAMINE":
                    return Open(tag, command);
                case "STATUS":
                    Status(command);
                    break;
                case "GETQUOTAROOT":
                    talk.Say($"* QUOTAROOT INBOX \"\"\r\n* {server.Quota}\r\n");
                    break;
                case "NOOP":
                    TellNews();
                    _visible = _told;
                    break;
                case "IDLE":
                    Idles = tag;
                    HasNews = false;
                    talk.Say("+ idling\r\n");
                    if (!server.IsDeafInIdle)
                        TellNews();
                    server.Rests();
                    return true;
                case "FETCH":
                    Fetch(words[1], command, isByUid: false);
                    break;
                case "UID" when words[1] == "FETCH":
                    Fetch(words[2], command, isByUid: true);
                    break;
                case "UID" when words[1] == "STORE":
                    Assert.Equal("+FLAGS.SILENT (\\Deleted)", words[3]);
                    Assert.False(_isReadOnly);
                    foreach (var mail in Of(words[2], isByUid: true))
                        mail.Flags.Add("\\Deleted");
                    break;
                case "UID" when words[1] == "EXPUNGE":
                    Assert.False(_isReadOnly);
                    Remove(Of(words[2], isByUid: true).Where(mail => mail.Flags.Contains("\\Deleted")));
                    break;
                case "UID" when words[1] == "MOVE":
                    Move(words[2], words[3].Trim('"'));
                    break;
                case "LOGOUT":
                    talk.Say($"* BYE bye\r\n{tag} OK\r\n");
                    return false;
                default:
                    Assert.Fail($"A watch has no business to say {command}.");
                    break;
            }

            talk.Say($"{tag} OK done\r\n");
            return true;
        }

        private bool Open(string tag, string command)
        {
            _isReadOnly = command.StartsWith("EXAMINE", StringComparison.Ordinal);
            Folder = Find(command);
            if (Folder is null)
            {
                talk.Say($"{tag} NO there is none\r\n");
                return true;
            }

            _told = _visible = Folder.Mails.Count;
            talk.Say($"* {_told} EXISTS\r\n* OK [UIDVALIDITY {Folder.UidValidity}] v\r\n");
            if (Folder.TellsUidNext)
                talk.Say($"* OK [UIDNEXT {Folder.UidNext}] n\r\n");
            talk.Say($"{tag} OK {(_isReadOnly ? "[READ-ONLY] " : "")}open\r\n");
            return true;
        }

        private void Status(string command)
        {
            if (Find(command) is not { } folder)
                return;
            var next = folder.TellsUidNext ? $" UIDNEXT {folder.UidNext}" : "";
            talk.Say($"* STATUS \"{folder.Name}\" (MESSAGES {folder.Mails.Count}{next} "
                + $"UIDVALIDITY {folder.UidValidity})\r\n");
        }

        private void Fetch(string set, string command, bool isByUid)
        {
            Assert.DoesNotContain("BODY[", command, StringComparison.Ordinal); // PEEK, or it is marked as seen.
            foreach (var mail in Of(set, isByUid).ToArray())
            {
                var number = NumberOf(mail);
                var flags = string.Join(' ', mail.Flags);
                var (label, octets) = command switch
                {
                    _ when command.Contains("HEADER.FIELDS", StringComparison.Ordinal) =>
                        ("BODY[HEADER.FIELDS (X-Rockdove-Probe Content-Type)]<0>", Cut(mail.Fields(), 4096)),
                    _ when command.Contains("[HEADER]", StringComparison.Ordinal) =>
                        ("BODY[HEADER]<0>", Cut(mail.Header(), 64 * 1024)),
                    _ when command.Contains("PEEK[]", StringComparison.Ordinal) =>
                        ("BODY[]<0>", Cut(mail.Octets, 128 * 1024)),
                    _ => ("", []),
                };
                talk.Say($"* {number} FETCH (UID {mail.Uid} FLAGS ({flags}) RFC822.SIZE {mail.Octets.Length} "
                    + $"INTERNALDATE \"{mail.InternalDate}\"");
                if (label.StartsWith("BODY[HEADER.FIELDS", StringComparison.Ordinal) && server.UnreadableHeaders > 0)
                {
                    server.UnreadableHeaders--;
                    octets = [];
                }

                if (label.Length > 0)
                {
                    talk.Say($" {label} {{{octets.Length}}}\r\n");
                    talk.Say(octets);
                }

                talk.Say(")\r\n");
            }
        }

        private void Move(string set, string name)
        {
            var target = server.Folders.Single(folder => folder.Name == name);
            var mails = Of(set, isByUid: true).ToArray();
            var from = string.Join(',', mails.Select(mail => mail.Uid));
            var moved = mails.Select(mail => target.Add(mail.Octets, [.. mail.Flags], mail.StoredAt));
            var to = string.Join(',', moved.Select(mail => mail.Uid));
            talk.Say($"* OK [COPYUID {target.UidValidity} {from} {to}] moved\r\n");
            Remove(mails);
        }

        private void Remove(IEnumerable<FakeMail> mails)
        {
            foreach (var mail in mails.ToArray())
            {
                var number = NumberOf(mail);
                Folder!.Mails.RemoveAt(number - 1);
                talk.Say($"* {number} EXPUNGE\r\n");
                _told--;
                _visible--;
            }
        }

        private int NumberOf(FakeMail mail) => Folder!.Mails.BinarySearch(mail, FakeMail.ByUid) + 1;

        private IEnumerable<FakeMail> Of(string set, bool isByUid)
        {
            var mails = server.HidesUntilNoop ? Folder!.Mails.Take(_visible).ToList() : Folder!.Mails;
            foreach (var range in set.Split(','))
            {
                var ends = range.Split(':');
                var first = Number(ends[0]);
                var last = Number(ends[^1]);
                var (low, high) = (Math.Min(first, last), Math.Max(first, last));
                var found = isByUid
                    ? mails.Where(mail => mail.Uid >= low && mail.Uid <= high)
                    : mails.Skip((int)low - 1).Take((int)(high - low + 1));
                foreach (var mail in found)
                    yield return mail;
            }

            uint Number(string text) => text != "*"
                ? uint.Parse(text, CultureInfo.InvariantCulture)
                : isByUid ? mails.LastOrDefault()?.Uid ?? 0 : (uint)mails.Count;
        }

        private FakeFolder? Find(string command) => server.Folders.Find(folder =>
            command.Contains($"\"{folder.Name}\"", StringComparison.Ordinal));

        private static byte[] Cut(byte[] octets, int most) => octets.Length > most ? octets[..most] : octets;
    }
}

/// <summary>A folder of a fake server.</summary>
internal sealed class FakeFolder(string name, string attributes)
{
    public string Name => name;

    public string Attributes => attributes;

    public uint UidValidity { get; set; } = 1;

    public uint UidNext { get; set; } = 1;

    public bool TellsUidNext { get; set; } = true;

    public List<FakeMail> Mails { get; } = [];

    public FakeMail Add(byte[] octets, string[] flags, DateTimeOffset? storedAt = null)
    {
        var mail = new FakeMail(UidNext++, octets) { Flags = [.. flags], StoredAt = storedAt };
        Mails.Add(mail);
        return mail;
    }
}

/// <summary>A message of a fake server.</summary>
internal sealed class FakeMail(uint uid, byte[] octets)
{
    public uint Uid { get; set; } = uid;

    public byte[] Octets => octets;

    public static IComparer<FakeMail> ByUid { get; } =
        Comparer<FakeMail>.Create(static (left, right) => left.Uid.CompareTo(right.Uid));

    public HashSet<string> Flags { get; init; } = [];

    public DateTimeOffset? StoredAt { get; init; }

    public string InternalDate => StoredAt is not { } at
        ? " 2-Jan-2026 03:04:05 +0100"
        : at.ToString("dd-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture).Remove(24, 1);

    public byte[] Header() => octets[..(octets.AsSpan().IndexOf("\r\n\r\n"u8) + 4)];

    /// <summary>The fields that a watch asks for, as a server picks them: line by line, without a parser.</summary>
    public byte[] Fields()
    {
        var text = new StringBuilder();
        var takes = false;
        foreach (var line in Encoding.Latin1.GetString(Header()).Split("\r\n"))
        {
            if (line.Length == 0)
                break;
            if (line[0] is not (' ' or '\t'))
            {
                takes = line.StartsWith("X-Rockdove-Probe:", StringComparison.OrdinalIgnoreCase)
                    || line.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase);
            }

            if (takes)
                text.Append(line).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }
}
