using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>A handler made of what a test cares about.</summary>
internal sealed class ScriptedHandler : SmtpHandler
{
    public Func<SmtpContext, ValueTask<SmtpReply?>> OnMail { get; init; } = _ => default;

    public Func<SmtpContext, ValueTask<Reception>> OnData { get; init; } =
        _ => new(Reception.Refuse(SmtpReplies.LocalError));

    public Func<Credentials, bool> LetsIn { get; init; } = _ => false;

    public StoredSecret? Secret { get; init; }

    public override ValueTask<SmtpReply?> MailAsync(SmtpContext context, MailQuestion question) => OnMail(context);

    public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question) => OnData(context);

    public override ValueTask<StoredSecret?> FindSecretAsync(SmtpContext context, SecretQuestion question) =>
        new(Secret);

    public override ValueTask<SmtpReply?> AuthenticateAsync(SmtpContext context, AuthQuestion question) =>
        new(LetsIn(question.Credentials) ? SmtpReplies.Authenticated : null);
}

/// <summary>A sink that counts what is done to it, and fails where it is told to.</summary>
internal sealed class CountingSink : MessageSink
{
    public Func<CancellationToken, Task>? OnWrite { get; init; }

    public Func<CancellationToken, Task<SmtpReply>>? OnComplete { get; init; }

    public Func<IReadOnlyList<Recipient>, IReadOnlyList<SmtpReply>>? OnCompleteEach { get; init; }

    public long ContentBytes { get; private set; }

    public int Completions { get; private set; }

    public int Disposals { get; private set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ContentBytes += content.Length;
        if (OnWrite is not null)
            await OnWrite(cancellationToken);
    }

    public override async ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken)
    {
        Completions++;
        return OnComplete is null ? SmtpReplies.MessageOk : await OnComplete(cancellationToken);
    }

    public override ValueTask<IReadOnlyList<SmtpReply>> CompleteEachAsync(
        IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken) =>
        OnCompleteEach is null
            ? base.CompleteEachAsync(recipients, cancellationToken)
            : new(OnCompleteEach(recipients));

    public override ValueTask DisposeAsync()
    {
        Disposals++;
        return base.DisposeAsync();
    }
}
