using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>A sink in whose midst a script may wait, or end the connection.</summary>
internal sealed class ScriptedSink(
    MessageSink inner, SmtpContext context, IReadOnlyList<MockRule> rules, TimeProvider time) : MessageSink
{
    private long _octets;
    private int _next;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        while (_next < rules.Count && rules[_next].ContentBytes <= _octets + content.Length)
        {
            var rule = rules[_next++];
            var head = content[..(int)Math.Max(0, rule.ContentBytes - _octets)];
            await PassAsync(head, cancellationToken);
            content = content[head.Length..];
            if (rule.Performance.Delay > TimeSpan.Zero)
                await Task.Delay(rule.Performance.Delay, time, cancellationToken);
            if (rule.Performance.Then == HangUp.None)
                continue;
            context.HangUp(rule.Performance.Then);
            return;
        }

        await PassAsync(content, cancellationToken);
    }

    public override ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) =>
        inner.CompleteAsync(cancellationToken);

    public override ValueTask<IReadOnlyList<SmtpReply>> CompleteEachAsync(
        IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken) =>
        inner.CompleteEachAsync(recipients, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    private ValueTask PassAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _octets += content.Length;
        return content.IsEmpty ? default : inner.WriteAsync(content, cancellationToken);
    }
}
