using System.Globalization;

namespace Rockdove.Imap;

/// <summary>Response codes (RFC 9051 section 7.1, RFC 5530).</summary>
public static class ImapCodes
{
    public const string AlreadyExists = "ALREADYEXISTS";
    public const string AuthenticationFailed = "AUTHENTICATIONFAILED";
    public const string AuthorizationFailed = "AUTHORIZATIONFAILED";
    public const string Cannot = "CANNOT";
    public const string ClientBug = "CLIENTBUG";
    public const string Closed = "CLOSED";
    public const string CompressionActive = "COMPRESSIONACTIVE";
    public const string ExpungeIssued = "EXPUNGEISSUED";
    public const string HasChildren = "HASCHILDREN";
    public const string Limit = "LIMIT";
    public const string NonExistent = "NONEXISTENT";
    public const string NoPermission = "NOPERM";
    public const string NotificationOverflow = "NOTIFICATIONOVERFLOW";
    public const string OverQuota = "OVERQUOTA";
    public const string PrivacyRequired = "PRIVACYREQUIRED";
    public const string ServerBug = "SERVERBUG";
    public const string TooBig = "TOOBIG";
    public const string TryCreate = "TRYCREATE";
    public const string Unavailable = "UNAVAILABLE";
    public const string UseAttribute = "USEATTR";
    public const string UnknownTransferEncoding = "UNKNOWN-CTE";

    /// <summary>An annotation is not kept: there are too many (RFC 5464 section 4.3).</summary>
    public const string MetadataTooMany = "METADATA TOOMANY";

    /// <summary>An annotation is not kept: none is private here (RFC 5464 section 4.3).</summary>
    public const string MetadataNoPrivate = "METADATA NOPRIVATE";

    /// <summary>An annotation is not kept: its value may have so many octets (RFC 5464 section 4.3).</summary>
    public static string MetadataMaxSize(long octets) =>
        string.Create(CultureInfo.InvariantCulture, $"METADATA MAXSIZE {octets}");

    /// <summary>Values were left out, of which the biggest has so many octets (RFC 5464 section 4.2.1).</summary>
    public static string LongEntries(long octets) =>
        string.Create(CultureInfo.InvariantCulture, $"METADATA LONGENTRIES {octets}");

    /// <summary>Where an appended message went (RFC 4315 section 3).</summary>
    public static string AppendUid(uint uidValidity, uint uid) =>
        string.Create(CultureInfo.InvariantCulture, $"APPENDUID {uidValidity} {uid}");

    /// <summary>Where the messages of one command went, in their order (RFC 4315 section 3, RFC 3502).</summary>
    public static string AppendUid(uint uidValidity, MessageSet uids) =>
        string.Create(CultureInfo.InvariantCulture, $"APPENDUID {uidValidity} {uids}");

    /// <summary>With OK to CREATE: what identifies the mailbox (RFC 8474 section 4.1).</summary>
    /// <exception cref="ArgumentException">It is no object identifier.</exception>
    public static string MailboxId(string id)
    {
        ObjectIdText.Demand(id);
        return $"MAILBOXID ({id})";
    }

    /// <summary>Where copies went: the n-th of the one is the n-th of the other (RFC 4315 section 3).</summary>
    public static string CopyUid(uint uidValidity, MessageSet from, MessageSet to) =>
        string.Create(CultureInfo.InvariantCulture, $"COPYUID {uidValidity} {from} {to}");

    /// <summary>Messages that had changed since UNCHANGEDSINCE (RFC 7162 section 3.1.3).</summary>
    public static string Modified(string set) => $"MODIFIED {set}";

    public static string HighestModSequence(ulong modSequence) =>
        string.Create(CultureInfo.InvariantCulture, $"HIGHESTMODSEQ {modSequence}");
}
