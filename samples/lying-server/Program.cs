// How does code that sends mail bear a bad server? This one greylists, then loses its answer to a message it has kept.
using System.Net.Mail;
using Rockdove.Mock;

// snippet:lies
await using var server = await MockMailServer.StartAsync(options =>
{
    options.When(MockMoment.Recipient, "*@example.org").Times(2).Reply(451, "4.7.1 Greylisted, come back later");
    options.When(MockMoment.Message).Nth(1).Close().Keep();
    options.When(MockMoment.Quit).Delay(TimeSpan.FromMilliseconds(50));
});
// snippet:end

var attempts = await Retrying.SendAsync("ann@example.org", server.Port);
Console.WriteLine($"It took {attempts} attempts:");
foreach (var session in server.Sessions)
    Console.WriteLine(session.Transcript.Lines.Last(line => line.ToString().StartsWith("S: 4", StringComparison.Ordinal)
        || line.ToString().StartsWith("S: 354", StringComparison.Ordinal)));
Console.WriteLine($"and the server has the message {server.Messages.Count} times.");

// The test goes on with an honest server.
server.Forget();
Console.WriteLine($"Then it took {await Retrying.SendAsync("bob@example.org", server.Port)}.");

internal static class Retrying
{
    public static async Task<int> SendAsync(string to, int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var client = new SmtpClient("127.0.0.1", port);
            try
            {
                await client.SendMailAsync("shop@example.org", to, "Your order", "It is on its way.");
                return attempt;
            }
            catch (SmtpException) when (attempt < 5)
            {
                // A real one would wait here, and longer each time.
            }
        }
    }
}
