namespace Rockdove.Imap;

/// <summary>What the caller must do before it calls <see cref="ImapClientEngine.Advance"/> again.</summary>
public enum ImapClientStepKind : byte
{
    /// <summary>Send what was written, then read more, for at most <see cref="ImapClientStep.Patience"/>.</summary>
    NeedInput,

    /// <summary>
    /// Send what was written, do the handshake, then signal <see cref="Wire.Signal.TlsStarted"/> or call
    /// <see cref="ImapClientEngine.TlsFailed"/>.
    /// </summary>
    StartTls,

    /// <summary>Look at <see cref="ImapClientStep.Response"/>, asked for or not.</summary>
    Response,

    /// <summary>
    /// Take <see cref="ImapClientStep.Content"/>, a slice of what <see cref="ImapClientEngine.Content"/> tells. A
    /// server
    /// may also send a short one in quotes; then it is a value of the response that follows, as other strings are.
    /// </summary>
    Content,

    /// <summary>
    /// The server takes the message of APPEND: write some of it with <see cref="ImapClientEngine.WriteContent"/>, send
    /// what that wrote, and call again.
    /// </summary>
    Feed,

    /// <summary>
    /// The last command was answered, or there was none: give the next. What comes unasked can be read by advancing.
    /// </summary>
    Ready,

    /// <summary>LOGOUT was answered: close.</summary>
    Done,

    /// <summary><see cref="ImapClientEngine.Failure"/> says why. Close.</summary>
    Failed,
}

/// <summary>One step of a client.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Response">An untagged response.</param>
/// <param name="Content">A slice of the input, good until the next call.</param>
/// <param name="Patience">How long to wait for the peer.</param>
public readonly record struct ImapClientStep(
    ImapClientStepKind Kind, ImapResponse? Response = null, ReadOnlyMemory<byte> Content = default,
    TimeSpan Patience = default);

/// <summary>A literal of a FETCH response that is handed out in slices.</summary>
/// <param name="SequenceNumber">Of which message.</param>
/// <param name="Item">Of which item, as the server names it: <c>BODY[]</c>, <c>BODY[1.MIME]&lt;0&gt;</c>.</param>
/// <param name="Octets">How many there are in all.</param>
public sealed record ImapContent(uint SequenceNumber, string Item, long Octets);
