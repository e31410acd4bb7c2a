namespace Rockdove.Smtp;

/// <summary>Where a <see cref="SmtpStateMachine"/> is.</summary>
public enum SmtpMachineState : byte
{
    /// <summary><see cref="SmtpStateMachine.Start"/> was not called.</summary>
    NotStarted,

    /// <summary>Greeted by us; the client has not said who it is, or has to say it again after STARTTLS.</summary>
    Connected,

    /// <summary>Within an authentication exchange: the next line may be a secret.</summary>
    Authenticating,

    /// <summary>EHLO or HELO was accepted: MAIL may come.</summary>
    Mail,

    /// <summary>MAIL was accepted: RCPT, and after one that is accepted DATA, may come.</summary>
    Recipients,

    /// <summary>The message comes.</summary>
    Data,

    /// <summary>STARTTLS was accepted; <see cref="SmtpWireReply.Done"/> goes on.</summary>
    StartingTls,

    /// <summary>The conversation is over: send what there is, and close.</summary>
    Closed,
}
