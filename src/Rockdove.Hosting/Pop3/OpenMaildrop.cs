using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>
/// A maildrop that one session has to itself: made when somebody logs in, disposed when the session ends, however that
/// comes about. It is asked by its session alone, one question at a time.
/// </summary>
public abstract class OpenMaildrop : Maildrop, IAsyncDisposable
{
    /// <summary>RETR or TOP: opens a message, or says why not. Null is an error of ours.</summary>
    public abstract ValueTask<Retrieval> OpenAsync(
        Pop3Context context, RetrieveQuestion question, CancellationToken cancellationToken);

    /// <summary>
    /// QUIT: deletes what is marked, for good, and lets the maildrop go, so that the client may come again at once.
    /// <c>+OK</c> promises that it is done; null says so in the engine's words. Not called when the session ends in
    /// another way: then nothing may be deleted (RFC 1939 section 6).
    /// </summary>
    public abstract ValueTask<Pop3Reply?> UpdateAsync(MaildropView view, CancellationToken cancellationToken);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>The answer to RETR: a source, or a refusal. Both convert by themselves.</summary>
public readonly struct Retrieval
{
    private Retrieval(MessageSource? source, Pop3Reply? refusal)
    {
        Source = source;
        Refusal = refusal;
    }

    public MessageSource? Source { get; }

    public Pop3Reply? Refusal { get; }

    public static Retrieval From(MessageSource source) => new(source, null);

    public static Retrieval Refuse(Pop3Reply reply) => new(null, reply);

    public static implicit operator Retrieval(MessageSource source) => From(source);

    public static implicit operator Retrieval(Pop3Reply reply) => Refuse(reply);
}

/// <summary>The answer to a login: a maildrop, or a refusal. Both convert by themselves.</summary>
public readonly struct Admission
{
    private Admission(OpenMaildrop? maildrop, Pop3Reply? refusal)
    {
        Maildrop = maildrop;
        Refusal = refusal;
    }

    public OpenMaildrop? Maildrop { get; }

    public Pop3Reply? Refusal { get; }

    public static Admission To(OpenMaildrop maildrop) => new(maildrop, null);

    public static Admission Refuse(Pop3Reply reply) => new(null, reply);

    public static implicit operator Admission(OpenMaildrop maildrop) => To(maildrop);

    public static implicit operator Admission(Pop3Reply reply) => Refuse(reply);
}
