namespace Rockdove.Prober;

/// <summary>A session with a server is over, and why.</summary>
internal sealed class SessionEndedException : Exception
{
    public SessionEndedException(ProbeFailure failure, bool isLoginRefused, ReadOnlyMemory<byte>? transcript)
        : base(failure.Text)
    {
        Failure = failure;
        IsLoginRefused = isLoginRefused;
        Transcript = transcript;
    }

    public ProbeFailure Failure { get; }

    public bool IsLoginRefused { get; }

    public ReadOnlyMemory<byte>? Transcript { get; }
}
