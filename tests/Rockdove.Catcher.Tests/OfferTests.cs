namespace Rockdove.Catcher.Tests;

/// <summary>What is offered is there.</summary>
public class OfferTests
{
    [Fact]
    public async Task What_ehlo_offers_is_there()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await using var talk = await catcher.ConnectAsync();
        var offered = (await talk.HelloAsync()).Split('\n')[1..].Select(line => line[4..].Split(' ')[0]).ToList();

        Assert.NotEmpty(offered);
        foreach (var keyword in offered)
        {
            switch (keyword)
            {
                case "SIZE":
                    await talk.SayAsync("MAIL FROM:<a@example.org> SIZE=999999999999", 552);
                    break;
                case "8BITMIME" or "BINARYMIME":
                    await talk.SayAsync($"MAIL FROM:<a@example.org> BODY={keyword}", 250);
                    break;
                case "SMTPUTF8":
                    await talk.SayAsync("MAIL FROM:<\u00e4@example.org> SMTPUTF8", 250);
                    break;
                case "DSN":
                    await talk.SayAsync("MAIL FROM:<a@example.org> RET=HDRS ENVID=x", 250);
                    await talk.SayAsync("RCPT TO:<b@example.org> NOTIFY=NEVER", 250);
                    break;
                case "CHUNKING":
                    await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
                    await talk.SayAsync("RCPT TO:<b@example.org>", 250);
                    await talk.SayAsync("BDAT 0 LAST", 250);
                    break;
                case "PIPELINING":
                    await talk.SendAsync("NOOP\r\nNOOP\r\n");
                    await talk.ReadAsync(250);
                    await talk.ReadAsync(250);
                    break;
                case "ENHANCEDSTATUSCODES":
                    Assert.StartsWith("250 2.", await talk.SayAsync("NOOP", 250), StringComparison.Ordinal);
                    break;
                case "AUTH":
                    await talk.SayAsync("AUTH PLAIN AGFubgBzZWNyZXQ=", 235);
                    break;
                case "HELP":
                    await talk.SayAsync("HELP", 214);
                    break;
                case "VRFY":
                    await talk.SayAsync("VRFY a@example.org", 252);
                    break;
                case "LIMITS" or "STARTTLS": // One says something, and the other ends the session: below.
                    break;
                default:
                    Assert.Fail($"Nothing here tries {keyword}.");
                    break;
            }

            await talk.SayAsync("RSET", 250);
        }

        await talk.SayAsync("STARTTLS", 220);
        await talk.StartTlsAsync();
        await talk.SayAsync("EHLO client.test", 250);
    }
}
