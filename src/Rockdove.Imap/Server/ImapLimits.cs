namespace Rockdove.Imap;

/// <summary>Every bound of the server engine, with its reason.</summary>
public sealed record ImapLimits
{
    /// <summary>
    /// The longest command, its literals not counted; longer is BAD [TOOBIG]. RFC 7162 section 4 asks for 8,192 at
    /// least, since clients send long sets; 64 KiB takes some ten thousand UIDs with gaps.
    /// </summary>
    public int CommandBytes { get; init; } = 65_536;

    /// <summary>
    /// The biggest literal of a command, the message of APPEND not counted; bigger is BAD [TOOBIG]. Literals here are
    /// names, passwords and search texts.
    /// </summary>
    public int LiteralBytes { get; init; } = 32_768;

    /// <summary>Before anybody has logged in a literal is a user name or a password.</summary>
    public int LiteralBytesBeforeLogin { get; init; } = 1024;

    /// <summary>
    /// Literals in one command; one more is BAD [TOOBIG]. A search may have a text in each of its keys.
    /// </summary>
    public int Literals { get; init; } = 32;

    /// <summary>
    /// A command with its literals; more is BAD [TOOBIG]. It is what one connection can make a server hold.
    /// </summary>
    public int CommandWithLiteralsBytes { get; init; } = 131_072;

    /// <summary>
    /// How much of a refused command is still read, to find its end, before the connection closes with BYE.
    /// </summary>
    public long DiscardedBytes { get; init; } = 1024 * 1024;

    /// <summary>The biggest message of APPEND; bigger is NO [TOOBIG] (RFC 7889). 50 MiB, as in SMTP.</summary>
    public long MessageBytes { get; init; } = 50 * 1024 * 1024;

    /// <summary>
    /// The biggest literal that may come without being invited, LITERAL- (RFC 7888 section 5). A server that offers
    /// LITERAL+ takes any.
    /// </summary>
    public int UninvitedLiteralBytes { get; init; } = 4096;

    /// <summary>The longest tag. Clients use less than ten octets; ours has to be told again with each reply.</summary>
    public int TagBytes { get; init; } = 128;

    /// <summary>The longest name of a mailbox, in UTF-8; longer is NO [CANNOT] or [NONEXISTENT].</summary>
    public int MailboxNameBytes { get; init; } = 1000;

    /// <summary>
    /// Ranges in one sequence set; one more is BAD. A command of <see cref="CommandBytes"/> cannot hold many more.
    /// </summary>
    public int SetRanges { get; init; } = 16_384;

    /// <summary>Keywords in one list of flags; one more is BAD.</summary>
    public int Keywords { get; init; } = 128;

    /// <summary>Items of one FETCH; one more is BAD.</summary>
    public int FetchItems { get; init; } = 128;

    /// <summary>Numbers in one section, as in 1.2.3; one more is BAD. Readers of mail go no deeper.</summary>
    public int PartDepth { get; init; } = 64;

    /// <summary>Names in one HEADER.FIELDS; one more is BAD.</summary>
    public int HeaderFields { get; init; } = 128;

    /// <summary>How deep SEARCH may nest parentheses, NOT and OR; deeper is NO [LIMIT].</summary>
    public int SearchDepth { get; init; } = 32;

    /// <summary>Keys in one SEARCH; one more is NO [LIMIT].</summary>
    public int SearchKeys { get; init; } = 1000;

    /// <summary>
    /// Messages in one APPEND (MULTIAPPEND); one more is NO [LIMIT]. A handler holds all of them back until the end.
    /// </summary>
    public int AppendMessages { get; init; } = 100;

    /// <summary>Criteria of one SORT; one more is BAD. There are nine to choose from.</summary>
    public int SortCriteria { get; init; } = 16;

    /// <summary>Entries in one GETMETADATA or SETMETADATA; one more is BAD.</summary>
    public int MetadataEntries { get; init; } = 64;

    /// <summary>Resources in one SETQUOTA; one more is BAD. RFC 9208 knows four.</summary>
    public int QuotaResources { get; init; } = 16;

    /// <summary>
    /// Groups and names in one NOTIFY; one more is NO [NOTIFICATIONOVERFLOW]. A handler watches them all.
    /// </summary>
    public int NotifyMailboxes { get; init; } = 1000;

    /// <summary>Patterns in one LIST; one more is BAD.</summary>
    public int Patterns { get; init; } = 64;

    /// <summary>
    /// The longest line of an authentication exchange or of IDLE, CRLF included; longer is BYE [TOOBIG]. RFC 4954
    /// section 4 says as much for SMTP.
    /// </summary>
    public int SaslLineBytes { get; init; } = 12_288;

    /// <summary>Commands that are BAD before login; with this many the session ends with BYE.</summary>
    public int MistakesBeforeLogin { get; init; } = 3;

    /// <summary>Commands that are BAD after login; with this many the session ends with BYE.</summary>
    public int Mistakes { get; init; } = 50;

    /// <summary>Failed logins; with this many the session ends with BYE.</summary>
    public int FailedLogins { get; init; } = 3;

    /// <summary>How long to wait for somebody to log in.</summary>
    public TimeSpan LoginPatience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long to wait for a command: RFC 9051 section 5.4 asks for 30 minutes at least.</summary>
    public TimeSpan CommandPatience { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long to wait for the next octets of a message.</summary>
    public TimeSpan ContentPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Throws when a bound makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the bound.</exception>
    public void Validate()
    {
        AtLeast(CommandBytes, TagBytes + 128, nameof(CommandBytes));
        AtLeast(LiteralBytes, 1, nameof(LiteralBytes));
        AtLeast(LiteralBytesBeforeLogin, 1, nameof(LiteralBytesBeforeLogin));
        AtLeast(Literals, 1, nameof(Literals));
        AtLeast(CommandWithLiteralsBytes, CommandBytes, nameof(CommandWithLiteralsBytes));
        AtLeast(DiscardedBytes, 0, nameof(DiscardedBytes));
        AtLeast(MessageBytes, 1, nameof(MessageBytes));
        AtLeast(UninvitedLiteralBytes, 0, nameof(UninvitedLiteralBytes));
        AtLeast(TagBytes, 1, nameof(TagBytes));
        AtLeast(MailboxNameBytes, 5, nameof(MailboxNameBytes));
        AtLeast(SetRanges, 1, nameof(SetRanges));
        AtLeast(Keywords, 0, nameof(Keywords));
        AtLeast(FetchItems, 1, nameof(FetchItems));
        AtLeast(PartDepth, 1, nameof(PartDepth));
        AtLeast(HeaderFields, 1, nameof(HeaderFields));
        AtLeast(SearchDepth, 1, nameof(SearchDepth));
        AtLeast(SearchKeys, 1, nameof(SearchKeys));
        AtLeast(AppendMessages, 1, nameof(AppendMessages));
        AtLeast(SortCriteria, 1, nameof(SortCriteria));
        AtLeast(MetadataEntries, 1, nameof(MetadataEntries));
        AtLeast(QuotaResources, 1, nameof(QuotaResources));
        AtLeast(NotifyMailboxes, 1, nameof(NotifyMailboxes));
        AtLeast(Patterns, 1, nameof(Patterns));
        AtLeast(SaslLineBytes, 64, nameof(SaslLineBytes));
        AtLeast(MistakesBeforeLogin, 1, nameof(MistakesBeforeLogin));
        AtLeast(Mistakes, 1, nameof(Mistakes));
        AtLeast(FailedLogins, 1, nameof(FailedLogins));
        AtLeast(LoginPatience.Ticks, 1, nameof(LoginPatience));
        AtLeast(CommandPatience.Ticks, 1, nameof(CommandPatience));
        AtLeast(ContentPatience.Ticks, 1, nameof(ContentPatience));
    }

    private static void AtLeast(long value, long least, string name)
    {
        if (value < least)
            throw new ArgumentException($"{name} is {value}; it must be at least {least}.", name);
    }
}
