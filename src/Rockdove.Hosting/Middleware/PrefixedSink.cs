using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>Puts octets in front of a message.</summary>
internal sealed class PrefixedSink(byte[] prefix, MessageSink inner) : MessageSink
{
    private bool _isBegun;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (_isBegun)
            return inner.WriteAsync(content, cancellationToken);
        return First();

        async ValueTask First()
        {
            await BeginAsync(cancellationToken);
            await inner.WriteAsync(content, cancellationToken);
        }
    }

    public override async ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        return await inner.CompleteAsync(cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<SmtpReply>> CompleteEachAsync(
        IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        return await inner.CompleteEachAsync(recipients, cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await inner.DisposeAsync();
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (_isBegun)
            return;
        _isBegun = true;
        await inner.WriteAsync(prefix, cancellationToken);
    }
}
