namespace Rockdove.Hosting;

/// <summary>
/// Sees each line that a server sends before it goes, and may send something else. It works on lines of the link, not
/// on calls of the engine, so what it does depends on the conversation and never on how the input was cut.
/// </summary>
/// <remarks>Called by one thread at a time, in the middle of the work; must not throw.</remarks>
public interface ILineTap
{
    /// <summary>The server has written a line.</summary>
    /// <param name="line">The line with its CRLF; the tap's only until the call is done.</param>
    /// <returns>Null to send it as it is; otherwise what is sent in its place, which may be nothing.</returns>
    IReadOnlyList<LineEdit>? OnServerLine(ReadOnlyMemory<byte> line);
}
