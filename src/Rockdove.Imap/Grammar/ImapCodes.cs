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
    public const string ExpungeIssued = "EXPUNGEISSUED";
    public const string HasChildren = "HASCHILDREN";
    public const string Limit = "LIMIT";
    public const string NonExistent = "NONEXISTENT";
    public const string NoPermission = "NOPERM";
    public const string OverQuota = "OVERQUOTA";
    public const string PrivacyRequired = "PRIVACYREQUIRED";
    public const string ServerBug = "SERVERBUG";
    public const string TooBig = "TOOBIG";
    public const string TryCreate = "TRYCREATE";
    public const string Unavailable = "UNAVAILABLE";
    public const string UseAttribute = "USEATTR";
    public const string UnknownTransferEncoding = "UNKNOWN-CTE";

    /// <summary>Where an appended message went (RFC 4315 section 3).</summary>
    public static string AppendUid(uint uidValidity, uint uid) =>
        string.Create(CultureInfo.InvariantCulture, $"APPENDUID {uidValidity} {uid}");

    /// <summary>Where copies went: the n-th of the one is the n-th of the other (RFC 4315 section 3).</summary>
    public static string CopyUid(uint uidValidity, MessageSet from, MessageSet to) =>
        string.Create(CultureInfo.InvariantCulture, $"COPYUID {uidValidity} {from} {to}");

    /// <summary>Messages that had changed since UNCHANGEDSINCE (RFC 7162 section 3.1.3).</summary>
    public static string Modified(string set) => $"MODIFIED {set}";

    public static string HighestModSequence(ulong modSequence) =>
        string.Create(CultureInfo.InvariantCulture, $"HIGHESTMODSEQ {modSequence}");
}
