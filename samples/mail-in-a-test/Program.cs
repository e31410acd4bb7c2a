// A test of code that sends mail. It is a program here, so that it needs no test framework; in yours it is a method.
using System.Net.Mail;
using Rockdove.Mock;

// snippet:test
await using var server = await MockMailServer.StartAsync();

await Welcome.SendAsync("ann@example.org", server.Port);

var message = await server.WaitForMessageAsync(mail => mail.ForwardPaths.Contains("ann@example.org"));
Expect("Welcome, ann!", message.Subject);
Expect("shop@example.org", message.ReversePath);
// snippet:end

// What comes later is not seen twice, and nothing is lost between the look and the purge.
await Welcome.SendAsync("bob@example.org", server.Port);
Expect(2, (await server.WaitForMessagesAndPurgeAsync(2)).Count);
Expect(0, server.Messages.Count);

// A message that does not come is a failure that says what did.
await Welcome.SendAsync("eve@example.org", server.Port);
try
{
    await server.WaitForMessageAsync(mail => mail.Subject == "Goodbye", TimeSpan.FromMilliseconds(100));
}
catch (MockWaitException failure)
{
    Console.WriteLine(failure.Message);
}

static void Expect<T>(T expected, T found)
{
    if (!Equals(expected, found))
        throw new InvalidOperationException($"Expected '{expected}', found '{found}'.");
}

internal static class Welcome
{
    public static async Task SendAsync(string to, int port)
    {
        using var client = new SmtpClient("127.0.0.1", port);
        using var mail = new MailMessage("shop@example.org", to, $"Welcome, {to.Split('@')[0]}!", "Good to have you.");
        await client.SendMailAsync(mail);
    }
}
