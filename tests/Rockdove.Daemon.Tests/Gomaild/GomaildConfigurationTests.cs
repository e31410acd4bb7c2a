using System.Net;
using Rockdove.Configuration;

namespace Rockdove.Daemon.Tests;

/// <summary>What a gomaild.conf does here; docs/compat/gomaild.md says it in words.</summary>
public sealed class GomaildConfigurationTests
{
    [Fact]
    public void It_has_gomailds_two_listeners()
    {
        var configuration = DaemonConfiguration.Read(
            [ConfigurationSource.File(GomaildServer.Configuration, "gomaild.conf", "/srv/gomaild")], "/srv/gomaild");

        Assert.Equal("/srv/gomaild/data", configuration.DataFolder);
        Assert.Equal("mail.example.org", configuration.Settings.HostName);
        Assert.Equal(["example.org"], configuration.Settings.Domains);
        Assert.Equal(["ann@example.org", "bob@example.net"], configuration.Settings.Accounts.Keys);
        var smtp = configuration.Listeners.Single(one => one.Name == "smtp");
        Assert.Equal((ListenerKind.Mx, new IPEndPoint(IPAddress.Any, 25)), (smtp.Kind, smtp.Address));
        Assert.Equal(["LOGIN", "PLAIN", "CRAM-MD5"], smtp.Mechanisms);
        Assert.Equal(TimeSpan.FromSeconds(300), smtp.CommandPatience);
        var pop3 = configuration.Listeners.Single(one => one.Name == "pop3");
        Assert.Equal((ListenerKind.Pop3, new IPEndPoint(IPAddress.Any, 110)), (pop3.Kind, pop3.Address));
        Assert.True(pop3.MovesDeletedToTrash && pop3.OffersUser && pop3.OffersApop);
        Assert.True(smtp.AllowsClear && pop3.AllowsClear);
    }

    [Fact]
    public void With_tls_passwords_come_only_behind_it()
    {
        var text = GomaildServer.Configuration
            .Replace("\"enable_starttls\": false", "\"enable_starttls\": true", StringComparison.Ordinal)
            .Replace("\"enable_stls\": false", "\"enable_stls\": true", StringComparison.Ordinal);
        var configuration = DaemonConfiguration.Read(
            [
                ConfigurationSource.File(text, "gomaild.conf", "."),
                ConfigurationSource.Values([("Certificates:made-up:Development", "true", "the test")]),
            ],
            ".");

        Assert.All(configuration.Listeners, one => Assert.False(one.AllowsClear));
        Assert.All(configuration.Listeners, one => Assert.True(one.OffersTls));
    }

    [Theory]
    [InlineData("{ \"server_name\": \"\" }")]
    [InlineData("{ \"SMTP\": { \"timeout\": 0 }, \"POP3\": { \"timeout\": 0 } }")]
    public void Little_is_enough(string text)
    {
        var configuration = GomaildServer.Read(text);

        Assert.All(configuration.Listeners, one => Assert.Null(one.CommandPatience));
        Assert.All(configuration.Listeners, one => Assert.False(one.OffersLogin));
    }

    [Fact]
    public void A_certificate_is_read_from_where_the_file_lies()
    {
        var error = Assert.Throws<ConfigurationException>(() => GomaildServer.Read(
            "{ \"TLS\": { \"certificate_file\": \"none.pem\", \"certificate_key_file\": \"none.key\" } }"));

        Assert.StartsWith("gomaild.conf:1: Certificates:gomaild: The certificate '", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_gomaild_does_not_have_is_told()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => GomaildServer.Read("{ \"SMTP\": { \"enable_tls\": true } }"));

        Assert.StartsWith(
            "gomaild.conf:1: SMTP:enable_tls is an unknown key; known in SMTP are start_greeting, ", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_goes_round()
    {
        await using var daemon = await GomaildServer.StartAsync();
        await using (var smtp = await daemon.ConnectAsync("smtp"))
        {
            Assert.Equal("220 mail.example.org Hello from SMTP", await smtp.ReadAsync(220));
            await smtp.SayAsync("HELO client.test", 250);
            await smtp.SayAsync("MAIL FROM: x@elsewhere.test", 250);
            await smtp.SayAsync("RCPT TO: sales@example.org", 250);
            await smtp.SayAsync("RCPT TO: bob@example.net", 250);
            Assert.Equal("354 go ahead", await smtp.SayAsync("DATA", 354));
            await smtp.SendAsync("Subject: x\r\n\r\n..\r\n.\r\n");
            Assert.Equal("250 message queued", await smtp.ReadAsync(250));
            Assert.Equal("221 Bye {from} SMTP", await smtp.SayAsync("QUIT", 221));
        }

        await using var pop3 = await daemon.ConnectAsync("pop3");
        Assert.StartsWith("+OK Hello from POP3", (await pop3.ReadLineAsync())
            .Replace("mail.example.org ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await pop3.AskAsync("USER ann@example.org");
        Assert.StartsWith("+OK", await pop3.AskAsync("PASS secret of ann"), StringComparison.Ordinal);
        await pop3.AskAsync("RETR 1");
        Assert.Equal("..", (await pop3.ReadLinesAsync())[^1]); // A dot, doubled on its way.
        await pop3.AskAsync("DELE 1");
        await pop3.AskAsync("QUIT");
        Assert.Empty(await daemon.ReadAsync("ann@example.org"));
        Assert.Single(await daemon.ReadAsync("ann@example.org", "Trash"));
        Assert.Single(await daemon.ReadAsync("bob@example.net"));
    }
}
