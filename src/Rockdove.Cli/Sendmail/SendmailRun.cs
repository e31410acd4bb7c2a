using System.Net;
using System.Net.Sockets;
using Rockdove.Hosting;
using Rockdove.Mime;
using Rockdove.Smtp;

namespace Rockdove.Cli;

/// <summary>One run of <c>rockdove sendmail</c>.</summary>
/// <param name="environment">Finds variables.</param>
/// <param name="input">Where the message comes from.</param>
/// <param name="output">Where the replies of -bs go.</param>
internal sealed class SendmailRun(Func<string, string?> environment, Stream input, Stream output)
{
    public async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken stop)
    {
        try
        {
            var arguments = SendmailArguments.Parse(words);
            var server = ReadServer(arguments);
            if (!arguments.SpeaksSmtp)
                return await SendAsync(arguments, server, stop);
            await SmtpPassage.RunAsync(server, input, output, stop);
            return ExitCode.Ok;
        }
        catch (UsageException wrong)
        {
            ErrorLine.Write(wrong.Message);
            return SendmailExitCode.Usage;
        }
        catch (SocketException error)
        {
            ErrorLine.Write(error.Message);
            return SendmailExitCode.Temporary;
        }
        catch (IOException error)
        {
            ErrorLine.Write($"the message cannot be read: {error.Message}");
            return SendmailExitCode.Input;
        }
    }

    private async Task<int> SendAsync(SendmailArguments arguments, EndPoint server, CancellationToken stop)
    {
        var from = arguments.From ?? Variable("MP_SENDMAIL_FROM", "MH_SENDMAIL_FROM")
            ?? $"{Environment.UserName}@{HostName}";
        if (OutgoingPath.FindFlaw(from) is { } flaw)
            throw new UsageException($"-f '{from}': {flaw}");
        if (from.Length > 0 && !from.Contains('@', StringComparison.Ordinal))
            from = $"{from}@{HostName}";
        if (await ReadAsync(stop) is not { } octets)
        {
            ErrorLine.Write($"the message is longer than {LargestBytes} octets");
            return SendmailExitCode.Data;
        }

        var message = SendmailMessage.Of(
            octets, arguments.KeepsDots,
            AuthorField.Of(arguments.FullName ?? "", from.Length == 0 ? $"mailer-daemon@{HostName}" : from), HostName,
            DateTimeOffset.UtcNow);
        List<string> recipients =
        [
            .. arguments.Recipients.SelectMany(word => AddressList.Read(word).Select(one => one.Address.TrimEnd('@'))),
            .. arguments.ReadsRecipients ? message.HeaderRecipients : [],
        ];
        return await SendAsync(server, from, Checked(recipients), message.Octets, stop);
    }

    private static async Task<int> SendAsync(
        EndPoint server, string from, List<string> recipients, byte[] octets, CancellationToken stop)
    {
        var results = new List<RecipientResult>();
        await using var connection = await SmtpClientConnection.ConnectAsync(server, Connection, stop);
        while (connection.Failure is null && recipients.Count > 0)
        {
            var transaction = await connection.SendAsync(
                new OutgoingEnvelope(from, recipients)
                {
                    MessageBytes = octets.Length,
                    Body = System.Text.Ascii.IsValid(octets) ? OutgoingBody.SevenBit : OutgoingBody.EightBitMime,
                },
                octets,
                stop);
            List<string> left =
            [
                .. transaction.Recipients.Where(one => one.Outcome == RecipientOutcome.TooManyRecipients)
                    .Select(one => one.Recipient.ForwardPath),
            ];
            var hasProgress = left.Count < recipients.Count;
            results.AddRange(transaction.Recipients.Where(
                one => !hasProgress || one.Outcome != RecipientOutcome.TooManyRecipients));
            recipients = hasProgress ? left : [];
        }

        Complain(results, connection.Failure, server);
        var code = SendmailExitCode.Of(results, connection.Failure);
        if (connection.Failure is not null && recipients.Count > 0 && code == ExitCode.Ok)
            code = SendmailExitCode.Temporary;
        await connection.QuitAsync(stop);
        return code;
    }

    private static void Complain(List<RecipientResult> results, SmtpClientFailure? failure, EndPoint server)
    {
        foreach (var result in results.Where(one => one.Outcome != RecipientOutcome.Delivered))
            ErrorLine.Write($"<{result.Recipient.ForwardPath}>: {result.Response?.ToString() ?? $"{result.Outcome}"}");
        if (failure is not null)
            ErrorLine.Write($"{ServerAddress.Text(server)}: {failure}");
    }

    /// <exception cref="UsageException">There is nobody, or one is no address.</exception>
    private static List<string> Checked(List<string> recipients)
    {
        if (recipients.Count == 0)
            throw new UsageException("there is no recipient; name one, or let -t find those of the header");
        List<string> whole =
        [
            .. recipients.Select(one => one.Contains('@', StringComparison.Ordinal) ? one : $"{one}@{HostName}")
                .Distinct(StringComparer.Ordinal),
        ];
        foreach (var recipient in whole)
        {
            if (OutgoingPath.FindFlaw(recipient) is { } flaw)
                throw new UsageException($"'{recipient}': {flaw}");
        }

        return whole;
    }

    /// <summary>All of standard input; null if that is too much.</summary>
    private async Task<byte[]?> ReadAsync(CancellationToken stop)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await input.ReadAsync(buffer, stop) is > 0 and var length)
        {
            if (all.Length + length > LargestBytes)
                return null;
            all.Write(buffer, 0, length);
        }

        return all.ToArray();
    }

    private EndPoint ReadServer(SendmailArguments arguments)
    {
        var text = arguments.Server ?? Variable("MP_SENDMAIL_SMTP_ADDR", "MH_SENDMAIL_SMTP_ADDR") ?? "127.0.0.1:1025";
        return ServerAddress.Parse(text, 25) is { } server
            ? server
            : throw new UsageException($"--smtp-addr '{text}' is no server; allowed are HOST, HOST:PORT and [V6]:PORT");
    }

    private string? Variable(string name, string other) =>
        environment(name) is { Length: > 0 } value ? value
        : environment(other) is { Length: > 0 } second ? second
        : null;

    /// <summary>What cannot be a domain is localhost.</summary>
    private static string HostName { get; } =
        Uri.CheckHostName(Environment.MachineName) == UriHostNameType.Dns && Environment.MachineName.All(char.IsAscii)
            ? Environment.MachineName
            : "localhost";

    /// <summary>
    /// The way a catcher has it: STARTTLS where it is offered, and whatever certificate, since nobody logs in.
    /// </summary>
    private static SmtpClientConnectionOptions Connection { get; } = new()
    {
        AcceptsAnyCertificate = true,
        Session = new SmtpClientOptions { HelloName = HostName },
    };

    /// <summary>Twice what a catcher takes; it is in memory.</summary>
    private const int LargestBytes = 100 * 1024 * 1024;
}
