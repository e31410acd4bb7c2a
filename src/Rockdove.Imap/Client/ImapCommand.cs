using System.Globalization;
using System.Text;

namespace Rockdove.Imap;

/// <summary>
/// One command, in the making: its name, then words with a space between. Nothing in it can become two lines: a string
/// goes in quotes or as a literal, whatever is in it.
/// </summary>
public sealed class ImapCommand
{
    private readonly List<Piece> _pieces = [];

    /// <summary>Begins one.</summary>
    /// <param name="name">Its name, or several words: <c>UID FETCH</c>.</param>
    /// <exception cref="ArgumentException">It cannot stand there.</exception>
    public ImapCommand(string name)
    {
        Demand(name);
        Name = name;
        _pieces.Add(new Piece(PieceKind.Text, name));
    }

    public string Name { get; }

    /// <summary>Octets of a message that will be fed; -1 for none.</summary>
    public long ContentOctets { get; private set; } = -1;

    internal IReadOnlyList<Piece> Pieces => _pieces;

    /// <summary>NOOP: a moment to be told what has changed.</summary>
    public static ImapCommand Noop() => new("NOOP");

    /// <summary>SELECT, or EXAMINE to change nothing; with CONDSTORE the client is told mod-sequences.</summary>
    public static ImapCommand Select(string mailbox, bool isReadOnly = false, bool isCondstore = false)
    {
        var command = new ImapCommand(isReadOnly ? "EXAMINE" : "SELECT").Mailbox(mailbox);
        return isCondstore ? command.Atoms("(CONDSTORE)") : command;
    }

    /// <summary>CLOSE: what has \Deleted goes.</summary>
    public static ImapCommand Close() => new("CLOSE");

    /// <summary>UNSELECT: nothing goes (RFC 3691).</summary>
    public static ImapCommand Unselect() => new("UNSELECT");

    public static ImapCommand Create(string mailbox) => new ImapCommand("CREATE").Mailbox(mailbox);

    public static ImapCommand Delete(string mailbox) => new ImapCommand("DELETE").Mailbox(mailbox);

    public static ImapCommand Rename(string mailbox, string newName) =>
        new ImapCommand("RENAME").Mailbox(mailbox).Mailbox(newName);

    public static ImapCommand Subscribe(string mailbox) => new ImapCommand("SUBSCRIBE").Mailbox(mailbox);

    public static ImapCommand Unsubscribe(string mailbox) => new ImapCommand("UNSUBSCRIBE").Mailbox(mailbox);

    /// <summary>LIST. The pattern may have the wildcards <c>*</c> and <c>%</c>.</summary>
    public static ImapCommand List(string reference, string pattern) =>
        new ImapCommand("LIST").Mailbox(reference).Mailbox(pattern);

    /// <summary>STATUS.</summary>
    /// <param name="mailbox">Of which mailbox.</param>
    /// <param name="items">Names with a space between: <c>MESSAGES UIDNEXT</c>.</param>
    public static ImapCommand Status(string mailbox, string items) =>
        new ImapCommand("STATUS").Mailbox(mailbox).Atoms($"({items})");

    /// <summary>ENABLE (RFC 5161).</summary>
    public static ImapCommand Enable(string capabilities) => new ImapCommand("ENABLE").Atoms(capabilities);

    /// <summary>UID FETCH.</summary>
    /// <param name="uids">Which messages.</param>
    /// <param name="items">As RFC 9051 section 6.4.5 has them: <c>(FLAGS BODY.PEEK[HEADER])</c>.</param>
    /// <param name="changedSince">Only messages with a higher mod-sequence (RFC 7162); null for all.</param>
    public static ImapCommand Fetch(MessageSet uids, string items, ulong? changedSince = null) =>
        Changed(Over("UID FETCH", uids).Atoms(items), changedSince);

    /// <summary>FETCH by sequence numbers: <c>1:*</c>.</summary>
    /// <inheritdoc cref="Fetch(MessageSet, string, ulong?)" path="/param"/>
    /// <param name="numbers">Which messages, as RFC 9051 section 9 writes sets.</param>
    /// <param name="items">As RFC 9051 section 6.4.5 has them.</param>
    /// <param name="changedSince">Only messages with a higher mod-sequence (RFC 7162); null for all.</param>
    public static ImapCommand FetchByNumber(string numbers, string items, ulong? changedSince = null) =>
        Changed(new ImapCommand("FETCH").Atoms(numbers).Atoms(items), changedSince);

    /// <summary>UID SEARCH. Add the keys: <c>Search().Atoms("UNSEEN SUBJECT").String("hello")</c>.</summary>
    public static ImapCommand Search() => new("UID SEARCH");

    /// <summary>UID STORE.</summary>
    /// <param name="uids">Which messages.</param>
    /// <param name="action">What to do with the flags.</param>
    /// <param name="flags">Which flags.</param>
    /// <param name="isSilent">The server need not tell what they are then.</param>
    /// <param name="unchangedSince">
    /// Only messages that have not changed since (RFC 7162); null for all. The answer's code tells others.
    /// </param>
    public static ImapCommand Store(
        MessageSet uids, StoreAction action, ImapFlags flags, bool isSilent = false, ulong? unchangedSince = null)
    {
        var command = Over("UID STORE", uids);
        if (unchangedSince is { } since)
            command.Atoms(string.Create(CultureInfo.InvariantCulture, $"(UNCHANGEDSINCE {since})"));
        var sign = action switch
        {
            StoreAction.Add => "+",
            StoreAction.Remove => "-",
            _ => "",
        };
        return command.Atoms($"{sign}FLAGS{(isSilent ? ".SILENT" : "")}").Atoms($"({flags})");
    }

    /// <summary>UID COPY.</summary>
    public static ImapCommand Copy(MessageSet uids, string mailbox) => Over("UID COPY", uids).Mailbox(mailbox);

    /// <summary>UID MOVE (RFC 6851).</summary>
    public static ImapCommand Move(MessageSet uids, string mailbox) => Over("UID MOVE", uids).Mailbox(mailbox);

    /// <summary>EXPUNGE: whatever has \Deleted.</summary>
    public static ImapCommand Expunge() => new("EXPUNGE");

    /// <summary>UID EXPUNGE: what of these has \Deleted (RFC 4315).</summary>
    public static ImapCommand Expunge(MessageSet uids) => Over("UID EXPUNGE", uids);

    /// <summary>APPEND. The message is fed when the server wants it.</summary>
    /// <param name="mailbox">Where to.</param>
    /// <param name="octets">How many octets it has.</param>
    /// <param name="flags">What it gets; null for none.</param>
    /// <param name="internalDate">When it was received; null for now.</param>
    public static ImapCommand Append(
        string mailbox, long octets, ImapFlags? flags = null, DateTimeOffset? internalDate = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(octets);
        var command = new ImapCommand("APPEND").Mailbox(mailbox);
        if (flags is not null)
            command.Atoms($"({flags})");
        if (internalDate is { } time)
        {
            Span<byte> text = stackalloc byte[32];
            command.Atoms(Encoding.ASCII.GetString(text[..ImapDates.Format(time, text)]));
        }

        command.Next();
        command._pieces.Add(new Piece(PieceKind.Content, ""));
        command.ContentOctets = octets;
        return command;
    }

    /// <summary>
    /// Words as they stand, of printable ASCII: atoms, numbers, lists, quoted strings that the caller has checked.
    /// </summary>
    /// <exception cref="ArgumentException">They cannot stand on one line, or look like a literal.</exception>
    public ImapCommand Atoms(string words)
    {
        Demand(words);
        Next();
        _pieces.Add(new Piece(PieceKind.Text, words));
        return this;
    }

    /// <summary>A string: in quotes where it can be, else as a literal.</summary>
    /// <exception cref="ArgumentException">There is NUL in it, which no string can have.</exception>
    public ImapCommand String(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A string cannot have NUL in it.", nameof(text));
        Next();
        _pieces.Add(new Piece(PieceKind.String, text));
        return this;
    }

    /// <summary>The name of a mailbox; it is encoded as the session needs it.</summary>
    /// <exception cref="ArgumentException">There is NUL in it.</exception>
    public ImapCommand Mailbox(string name)
    {
        String(name);
        _pieces[^1] = new Piece(PieceKind.Mailbox, name);
        return this;
    }

    /// <summary>A string that is not text: a password.</summary>
    internal ImapCommand Octets(ReadOnlySpan<byte> octets)
    {
        Next();
        _pieces.Add(new Piece(PieceKind.String, "", octets.ToArray()));
        return this;
    }

    private static ImapCommand Over(string name, MessageSet uids)
    {
        if (uids.IsEmpty)
            throw new ArgumentException("A command needs a message.", nameof(uids));
        return new ImapCommand(name).Atoms(uids.ToString());
    }

    private static ImapCommand Changed(ImapCommand command, ulong? since) => since is { } modSequence
        ? command.Atoms(string.Create(CultureInfo.InvariantCulture, $"(CHANGEDSINCE {modSequence})"))
        : command;

    private void Next()
    {
        if (ContentOctets >= 0)
            throw new InvalidOperationException("Nothing follows the message.");
        _pieces.Add(new Piece(PieceKind.Text, " "));
    }

    private static void Demand(string words)
    {
        if (words.Length == 0 || words.AsSpan().ContainsAnyExceptInRange(' ', '~') || words.EndsWith('}'))
            throw new ArgumentException($"'{words}' cannot stand in a command.", nameof(words));
    }

    internal readonly record struct Piece(PieceKind Kind, string Text, byte[]? Octets = null);

    internal enum PieceKind : byte
    {
        Text,
        String,
        Mailbox,
        Content,
    }
}
