// A conversation that somebody had with a real server, repeated for a client that has to bear it.
using System.Net.Mail;
using Rockdove.Mock;

// snippet:script
var script = MockScript.Parse("quota.smtp", """
    # Seen at a big provider: the mailbox is full, which is only told after the message.
    S: 220 mx.example.net ESMTP
    C: EHLO *
    S: 250-mx.example.net
    S: 250 SIZE 1000000
    C: MAIL FROM:<shop@example.org>*
    S: 250 2.1.0 Ok
    C: RCPT TO:<ann@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: The message of the recording. Another one may come in its place.
    C: .
    S: 552-5.2.2 The mailbox of this user is full.
    S: 552 5.2.2 Ask them to delete something.
    """u8);
await using var server = await MockMailServer.StartAsync(options => options.Follow(script));
// snippet:end

try
{
    using var client = new SmtpClient("127.0.0.1", server.Port);
    await client.SendMailAsync("shop@example.org", "ann@example.net", "Your order", "It is on its way.");
}
catch (SmtpException failure)
{
    Console.WriteLine($"The client understood: {failure.StatusCode}");
}

var session = server.Sessions[0];
await session.WaitForEndAsync();
Console.WriteLine(session.Mismatch ?? "It kept to the script.");
Console.WriteLine($"Messages: {server.Messages.Count}");

// Another client says something else: it is told 554, and the test is told where.
await using var other = await MockMailServer.StartAsync(options => options.Follow(script));
using (var client = new SmtpClient("127.0.0.1", other.Port))
    await client.SendMailAsync("eve@example.org", "ann@example.net", "x", "x").ContinueWith(_ => { });
await other.Sessions[0].WaitForEndAsync();
Console.WriteLine(other.Sessions[0].Mismatch);
