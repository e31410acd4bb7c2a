namespace Rockdove.Pop3;

/// <summary>
/// Is told what happens in a session, to count it. Called in the middle of the work, so it must be quick, must not
/// throw, and can change nothing.
/// </summary>
public interface IPop3Observer
{
    /// <summary>A command came.</summary>
    /// <param name="verb">Which; null for one that the protocol does not have.</param>
    void OnCommand(Pop3Verb? verb);

    /// <summary>A command was answered.</summary>
    void OnReply(bool isPositive);

    /// <summary>An attempt to log in came to a verdict.</summary>
    void OnLogin(bool isAccepted);

    /// <summary>A message, or the top of one, was sent to its end.</summary>
    /// <param name="messageBytes">Octets of content that were taken from the host.</param>
    void OnRetrieved(long messageBytes);

    /// <summary>Messages were deleted at QUIT.</summary>
    void OnDeleted(int messages);
}
