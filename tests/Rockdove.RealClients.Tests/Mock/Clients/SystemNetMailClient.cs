using System.Net;
using System.Net.Mail;
using System.Security.Authentication;
using System.Text;
using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>.NET's own SmtpClient: the type of the exception, its status code and what lies beneath.</summary>
internal sealed class SystemNetMailClient : IScenarioClient
{
    public Task<string> SendAsync(MockMailServer server, Errand errand) =>
        Task.Run(() => Send(server, errand)); // Only the blocking method has a time limit.

    /// <summary>Held against what it writes into a folder: all but the date, and an empty line at the end.</summary>
    public void AssertIsMine(byte[] content, Errand errand)
    {
        using var folder = new ScratchFolder();
        using var client = new SmtpClient
        {
            DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
            PickupDirectoryLocation = folder.Path,
        };
        using var message = Compose(errand);
        client.Send(message);
        var written = File.ReadAllText(Directory.GetFiles(folder.Path).Single(), Encoding.Latin1);
        Assert.Equal(WithoutMoment(written) + "\r\n", WithoutMoment(Encoding.Latin1.GetString(content)));
    }

    private static string Send(MockMailServer server, Errand errand)
    {
        using var client = new SmtpClient("127.0.0.1", server.Port)
        {
            EnableSsl = errand.StartTls,
            Timeout = errand.TimeLimitSeconds * 1000,
            Credentials = errand.Password is { } password ? new NetworkCredential(Errand.Ann, password) : null,
        };
        using var message = Compose(errand);
        using var trust = errand.TrustsTheMock ? TrustedAuthorities.Add(server.Authority) : null;
        try
        {
            client.Send(message);
            return "sent";
        }
        catch (SmtpException error)
        {
            return Describe(error);
        }
        catch (AuthenticationException error)
        {
            return $"{nameof(AuthenticationException)} {error.Message}"; // Not wrapped, other than all the rest.
        }
    }

    private static MailMessage Compose(Errand errand)
    {
        var message = new MailMessage { From = new MailAddress(Errand.Ann), Subject = "Grüße" };
        foreach (var recipient in errand.Recipients)
            message.To.Add(recipient);
        message.Body = ".\r\n..\r\n.leading dot\r\nQUIT\r\n" + string.Concat(Enumerable.Repeat("Some text.\r\n", 200));
        return message;
    }

    /// <summary>Without the date, and without the envelope that only the file has.</summary>
    private static string WithoutMoment(string message) => string.Join("\r\n", message.Split("\r\n").Where(line =>
        !Moments.Any(name => line.StartsWith(name, StringComparison.Ordinal))));

    private static string Describe(SmtpException error) => error switch
    {
        SmtpFailedRecipientsException { InnerExceptions: var each } =>
            $"{error.GetType().Name} {string.Join("; ", each.Select(Describe))}",
        SmtpFailedRecipientException { FailedRecipient: var who } =>
            $"{error.GetType().Name} {who} {error.StatusCode} {Reply(error)}",
        { InnerException: { } inner } =>
            $"{error.GetType().Name} {error.StatusCode} {inner.GetType().Name}: {inner.Message}",
        _ => $"{error.GetType().Name} {error.StatusCode} {Reply(error)}",
    };

    /// <summary>The server's words, without the sentence of .NET's own that stands before them.</summary>
    private static string Reply(SmtpException error)
    {
        var at = error.Message.IndexOf(Words, StringComparison.Ordinal);
        return at < 0 ? error.Message : error.Message[(at + Words.Length)..];
    }

    private static readonly string[] Moments = ["Date: ", "X-Sender: ", "X-Receiver: "];

    private const string Words = "The server response was: ";
}
