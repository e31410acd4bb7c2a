using System.Threading.Channels;
using Rockdove.Outbox;

namespace Rockdove.Catcher.Tests;

/// <summary>A courier that waits for the test to say what becomes of each attempt.</summary>
internal sealed class ScriptedCourier : IOutboxCourier
{
    private readonly Channel<Attempt> _attempts = Channel.CreateUnbounded<Attempt>();

    public OutboxKind Kind => OutboxKind.Mail;

    /// <summary>Attempts that have begun and that the test has not asked for.</summary>
    public int Begun => _attempts.Reader.Count;

    public async ValueTask<IReadOnlyList<CourierResult>> DeliverAsync(
        OutboxItem item, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(item, content);
        await _attempts.Writer.WriteAsync(attempt, cancellationToken);
        return await attempt.Results.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The next attempt, once it has begun.</summary>
    public async Task<Attempt> NextAsync() => await _attempts.Reader.ReadAsync(Limit.Token);

    internal sealed record Attempt(OutboxItem Item, ReadOnlyMemory<byte> Content)
    {
        public TaskCompletionSource<IReadOnlyList<CourierResult>> Results { get; } = new();

        /// <summary>Ends it: what is not named here waits on.</summary>
        public void End(params (string Address, OutboxOutcome Outcome, string Answer)[] results) =>
            Results.SetResult([.. results.Select(one => new CourierResult(one.Address, one.Outcome, one.Answer))]);
    }
}
