using System.Diagnostics;
using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Cli;

/// <summary>One of the sessions that share a number of messages: sends them one after another.</summary>
internal sealed class LoadSession(SendPlan plan, SmtpClientConnectionOptions options, LoadProgress progress)
{
    private SmtpClientConnection? _connection;
    private int _failedInARow;

    public LoadTotals Totals { get; } = new();

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (_failedInARow < MaxFailedConnections && !stop.IsCancellationRequested && progress.TryTake())
                await SendOneAsync(stop);
            if (_connection is not null)
                await CloseAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was done up to here counts.
        }
        finally
        {
            if (_connection is not null)
                await _connection.DisposeAsync();
        }
    }

    private async ValueTask SendOneAsync(CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        if (_connection is null && !await OpenAsync(stop))
            return;
        var transaction = await _connection!.SendAsync(plan.Envelope, plan.Message, stop);
        if (transaction.Refusal == SmtpRefusal.TooManyTransactions)
        {
            // MAILMAX (RFC 9422) is no refusal of the message: it goes over the next connection.
            await CloseAsync(stop);
            if (!await OpenAsync(stop))
                return;
            transaction = await _connection.SendAsync(plan.Envelope, plan.Message, stop);
        }

        Totals.Took(transaction, _connection.Failure, Stopwatch.GetElapsedTime(start));
        progress.Done(transaction.DeliveredCount == transaction.Recipients.Count);
        if (plan.NewConnection || _connection.Failure is not null)
            await CloseAsync(stop);
    }

    private async ValueTask<bool> OpenAsync(CancellationToken stop)
    {
        _connection = await SmtpClientConnection.ConnectAsync(plan.Server, options, stop);
        if (_connection.Failure is not { } failure)
        {
            _failedInARow = 0;
            Totals.Connections++;
            return true;
        }

        _failedInARow++;
        Totals.CouldNotOpen(failure);
        progress.Done(isDelivered: false);
        await CloseAsync(stop);
        return false;
    }

    private async ValueTask CloseAsync(CancellationToken stop)
    {
        var connection = _connection!;
        await connection.QuitAsync(stop);
        await connection.DisposeAsync();
        _connection = null;
    }

    /// <summary>A server that is not there is not asked once for each message that is left.</summary>
    private const int MaxFailedConnections = 3;
}
