namespace Rockdove.Wire;

/// <summary>What the host must do before it calls <see cref="IServerEngine.Advance"/> again.</summary>
public enum StepKind : byte
{
    /// <summary>Send what was written, then read more. <see cref="Step.Time"/> is the engine's patience.</summary>
    NeedInput,

    /// <summary>The engine holds a question: answer it.</summary>
    Ask,

    /// <summary>Take <see cref="Step.Content"/> before the next call; the memory is the input's own.</summary>
    Content,

    /// <summary>
    /// Send what was written, then do the TLS handshake. Octets that were read already belong to the handshake: a
    /// command
    /// slipped in before it makes the handshake fail, and is never run (RFC 3207 section 4.2).
    /// </summary>
    StartTls,

    /// <summary>Send what was written; from the next byte on, both directions are compressed.</summary>
    StartCompression,

    /// <summary>Send what was written, then wait <see cref="Step.Time"/> before the next call.</summary>
    Pause,

    /// <summary>Send what was written, then close.</summary>
    Close,

    /// <summary>Close without sending anything more.</summary>
    Abort,

    /// <summary>
    /// The engine has announced content that the host has: feed it a slice, send what that wrote, and call again. Not
    /// before the peer has taken most of it, so that nothing big lies in memory.
    /// </summary>
    Feed,

    /// <summary>
    /// An answer of the engine's own is longer than should lie in memory: send what was written, and call again.
    /// </summary>
    Flush,
}

/// <summary>One step of an engine.</summary>
/// <param name="Kind">What the host must do.</param>
/// <param name="Content">With <see cref="StepKind.Content"/>: a slice of the input, good until the next call.</param>
/// <param name="Time">
/// With <see cref="StepKind.NeedInput"/>: how long the engine is willing to wait, counted from the last time it
/// consumed a byte. A line is consumed only when it is whole, so dripping one does not buy time. With
/// <see cref="StepKind.Pause"/>: how long to wait.
/// </param>
public readonly record struct Step(StepKind Kind, ReadOnlyMemory<byte> Content = default, TimeSpan Time = default)
{
    public static readonly Step Ask = new(StepKind.Ask);
    public static readonly Step StartTls = new(StepKind.StartTls);
    public static readonly Step StartCompression = new(StepKind.StartCompression);
    public static readonly Step Close = new(StepKind.Close);
    public static readonly Step Abort = new(StepKind.Abort);
    public static readonly Step Feed = new(StepKind.Feed);
    public static readonly Step Flush = new(StepKind.Flush);

    public static Step NeedInput(TimeSpan patience) => new(StepKind.NeedInput, Time: patience);

    public static Step Pause(TimeSpan delay) => new(StepKind.Pause, Time: delay);

    public static Step Slice(ReadOnlyMemory<byte> content) => new(StepKind.Content, content);
}
