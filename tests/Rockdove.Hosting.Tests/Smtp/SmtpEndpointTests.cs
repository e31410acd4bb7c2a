using System.Text;
using Rockdove.Smtp;

namespace Rockdove.Hosting.Tests;

public class SmtpEndpointTests
{
    [Fact]
    public async Task A_pipelined_transaction_is_answered_in_order_and_kept()
    {
        var handler = new KeepingHandler();
        await using var server = await RunningServer.StartAsync(smtp => smtp
            .Configure(options => options.HostName = "mx.test")
            .Handle(handler));

        var answer = await server.TalkAsync(
            "EHLO client.test\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<u@test>\r\nDATA\r\n"
            + "Subject: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n",
            TestContext.Current.CancellationToken);

        Assert.StartsWith("220 mx.test ESMTP Rockdove\r\n250-mx.test\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith(
            "250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n"
            + "354 End data with <CR><LF>.<CR><LF>\r\n250 2.0.0 Kept\r\n221 2.0.0 Bye\r\n",
            answer,
            StringComparison.Ordinal);
        Assert.Equal("Subject: x\r\n\r\n.dot\r\n", Encoding.ASCII.GetString(Assert.Single(handler.Messages)));
    }

    [Fact]
    public async Task A_client_that_has_closed_its_side_gets_its_answers_from_a_handler_that_takes_its_time()
    {
        var handler = new ScriptedHandler
        {
            OnMail = async _ =>
            {
                await Task.Yield();
                return null;
            },
            OnData = async _ =>
            {
                await Task.Yield();
                return new CountingSink
                {
                    OnComplete = async _ =>
                    {
                        await Task.Yield();
                        return SmtpReplies.MessageOk;
                    },
                };
            },
        };
        await using var server = await RunningServer.StartAsync(smtp => smtp.Handle(handler));

        var answer = await server.TalkAsync(
            "EHLO client.test\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<u@test>\r\nDATA\r\nx\r\n.\r\n",
            TestContext.Current.CancellationToken);

        Assert.EndsWith("250 2.0.0 Message accepted\r\n", answer, StringComparison.Ordinal);
    }
}
