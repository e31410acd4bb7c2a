using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>What one connection has of its protocol's own: an engine, and who answers it.</summary>
internal abstract class MailSession : IAsyncDisposable
{
    public abstract IServerEngine Engine { get; }

    public abstract IResponder Responder { get; }

    /// <summary>Messages that went through, for the log.</summary>
    public abstract int Messages { get; }

    /// <summary>Cancels this answer and all that follow: the server is being stopped by force.</summary>
    public abstract void AbortForGood();

    public abstract ValueTask DisposeAsync();
}
