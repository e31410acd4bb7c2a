using System.Net;
using System.Net.Mail;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Rockdove.Catcher;
using Xunit;

namespace CatcherInATest;

/// <summary>The code under test sends mail as it does in production; the test looks at what arrived.</summary>
public sealed class WelcomeMailTests : IAsyncLifetime
{
    private MailCatcher _catcher = null!;
    private WebApplication _host = null!;

    // snippet:start
    public async ValueTask InitializeAsync()
    {
        _catcher = await MailCatcher.CreateAsync(new CatcherOptions());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => _catcher.Listen(listen, CatcherEndpoint.Smtp)));
        _host = builder.Build();
        await _host.StartAsync();
    }
    // snippet:end

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _catcher.DisposeAsync();
    }

    // snippet:test
    [Fact]
    public async Task A_new_customer_is_welcomed()
    {
        await Shop.WelcomeAsync("ann@example.org", smtp: new Uri(_host.Urls.Single()));

        var token = TestContext.Current.CancellationToken;
        var message = Assert.Single((await _catcher.Mail.ListAsync(start: 0, limit: 10, token)).Messages);
        Assert.Equal(["ann@example.org"], message.Envelope.ForwardPaths);
        var text = Encoding.ASCII.GetString((await _catcher.Mail.ReadAsync(message.Id, token))!.Value.Span);
        Assert.Contains("Subject: Welcome\r\n", text, StringComparison.Ordinal);
    }
    // snippet:end
}

internal static class Shop
{
    public static async Task WelcomeAsync(string customer, Uri smtp)
    {
        using var client = new SmtpClient(smtp.Host, smtp.Port);
        await client.SendMailAsync("shop@example.org", customer, "Welcome", "We are glad that you came.");
    }
}
