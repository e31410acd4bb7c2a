namespace Rockdove.Smtp;

/// <summary>How far a session has come (RFC 5321 section 4.1.4).</summary>
[Flags]
public enum SmtpPhase : byte
{
    None = 0,

    /// <summary>The client has not said who it is, or has to say it again after STARTTLS.</summary>
    Connected = 1,

    /// <summary>EHLO, HELO or LHLO was accepted; no transaction is open.</summary>
    Greeted = 2,

    /// <summary>MAIL was accepted, no recipient yet.</summary>
    Mail = 4,

    /// <summary>At least one recipient was accepted.</summary>
    Recipients = 8,

    /// <summary>A mail transaction is open.</summary>
    Transaction = Mail | Recipients,

    Any = Connected | Greeted | Transaction,
}
