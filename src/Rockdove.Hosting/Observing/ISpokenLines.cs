namespace Rockdove.Hosting;

/// <summary>
/// The lines of a session as a person may read them: secrets are <c>***</c>, and octets that are no printable ASCII are
/// <c>\xNN</c>, so that nobody writes lines of their own into a log.
/// </summary>
internal interface ISpokenLines
{
    /// <summary>Takes the client's next line from <paramref name="octets"/>.</summary>
    /// <param name="octets">What has come; afterwards what is left of it.</param>
    /// <param name="withContent">Whether lines of messages are wanted; others are passed over.</param>
    /// <param name="isContent">The line belongs to a message.</param>
    /// <param name="line">The line, without its CRLF.</param>
    /// <returns>False when the octets are used up and the line has not ended.</returns>
    bool TryTakeClient(ref ReadOnlySpan<byte> octets, bool withContent, out bool isContent, out string line);

    /// <summary>Takes the server's next line; see <see cref="TryTakeClient"/>.</summary>
    bool TryTakeServer(ref ReadOnlySpan<byte> octets, bool withContent, out bool isContent, out string line);
}
