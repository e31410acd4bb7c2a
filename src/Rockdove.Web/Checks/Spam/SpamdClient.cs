using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.Web;

/// <summary>
/// Asks SpamAssassin's spamd for a report (its file <c>spamd/PROTOCOL</c>, version 1.5). The owner of the catcher said
/// where it is, so any address may be gone to.
/// </summary>
/// <param name="server">Where it listens.</param>
/// <param name="time">The clock of the time limit.</param>
internal sealed class SpamdClient(DnsEndPoint server, TimeProvider time)
{
    /// <returns>The report, or what went wrong.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<SpamCheckShape> ReportAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var head = $"REPORT SPAMC/1.5\r\nContent-length: {message.Length}\r\n\r\n";
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(server.Host, server.Port, both.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), both.Token);
            await stream.WriteAsync(message, both.Token);
            client.Client.Shutdown(SocketShutdown.Send); // It reads to the end (PROTOCOL, "Client Requests").
            var answer = new byte[AnswerBytes];
            var read = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, both.Token);
            return SpamReport.Read(Encoding.UTF8.GetString(answer, 0, read));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(string.Create(
                CultureInfo.InvariantCulture, $"SpamAssassin did not answer within {Patience.TotalSeconds} s."));
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return Failed($"SpamAssassin cannot be asked: {error.Message.TrimEnd('.')}.");
        }
    }

    public static SpamCheckShape Failed(string error) => new(false, error, null, null, []);

    /// <summary>Tests of the network, which it does itself, take some seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A report has a line for each rule that fits: some dozens.</summary>
    private const int AnswerBytes = 256 * 1024;
}
