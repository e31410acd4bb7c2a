namespace Rockdove.Smtp;

/// <summary>
/// Is told what happens in a session, to count it. Called in the middle of the work, so it must be quick, must not
/// throw, and can change nothing.
/// </summary>
public interface ISmtpObserver
{
    /// <summary>A command came.</summary>
    /// <param name="verb">Which; null for one that the protocol does not have.</param>
    void OnCommand(SmtpVerb? verb);

    /// <summary>A reply was written; 334 for each challenge of an authentication exchange.</summary>
    void OnReply(int code);

    /// <summary>A message came to its end.</summary>
    /// <param name="isAccepted">At least one recipient will have it.</param>
    /// <param name="messageBytes">Octets of content, as far as they were counted.</param>
    void OnMessage(bool isAccepted, long messageBytes);
}
