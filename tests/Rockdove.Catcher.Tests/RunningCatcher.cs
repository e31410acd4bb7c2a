using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Rockdove.Outbox;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>A whole catcher on ports that the system gave: SMTP, SMTP over TLS, LMTP and HTTP.</summary>
internal sealed class RunningCatcher : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MailCatcher _catcher;
    private readonly Dictionary<CatcherEndpoint, ListenOptions> _mail;
    private readonly ListenOptions _http;
    private readonly MailOut? _out;

    private RunningCatcher(
        WebApplication app, MailCatcher catcher, Dictionary<CatcherEndpoint, ListenOptions> mail, ListenOptions http,
        MailOut? mailOut)
    {
        _out = mailOut;
        _app = app;
        _catcher = catcher;
        _mail = mail;
        _http = http;
        Http = new HttpClient { BaseAddress = new Uri($"http://{HttpAddress}/") };
    }

    public required CatcherFaults Faults { get; init; }

    public CaughtMail Mail => _catcher.Mail;

    /// <summary>What waits to go out, where something may.</summary>
    public OutboxQueue Outbox => _out!.Queue;

    /// <summary>What HTTP answers, path by path.</summary>
    public IEnumerable<RouteEndpoint> Routes =>
        ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    /// <summary>Ends what waits, as at the end of the program.</summary>
    public Task StopAsync() => _app.StopAsync(Limit.Token);

    public HttpClient Http { get; }

    public IPEndPoint HttpAddress => _http.IPEndPoint!;

    public static async Task<RunningCatcher> StartAsync(
        CatcherOptions? options = null, CatcherWebOptions? web = null, TimeProvider? time = null,
        MailOutOptions? leaving = null)
    {
        var catcher = await MailCatcher.CreateAsync(options ?? new CatcherOptions(), time);
        var faults = new CatcherFaults(catcher.Mail);
        var builder = CreateBuilder();
        var mail = new Dictionary<CatcherEndpoint, ListenOptions>();
        var http = (ListenOptions?)null;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var endpoint in Enum.GetValues<CatcherEndpoint>())
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen =>
                {
                    mail[endpoint] = listen;
                    catcher.Listen(listen, endpoint, faults.AddTo);
                });
            }

            kestrel.Listen(IPAddress.Loopback, 0, listen => http = listen);
        });
        var app = builder.Build();
        catcher.AllowInboxPorts(IPAddress.Loopback, app.Services, faults.AddTo);
        var mailOut = leaving is null ? null : new MailOut(catcher.Mail, leaving);
        app.UseCatcher(catcher.Mail, (web ?? new CatcherWebOptions()) with { Faults = faults, Out = mailOut });
        await app.StartAsync();
        if (mailOut is not null)
        {
            await mailOut.StartAsync(
                mail.Values.Select(one => one.IPEndPoint!), WebhookNotices.WriterFor(catcher.Mail), Limit.Token);
        }

        return new RunningCatcher(app, catcher, mail, http!, mailOut) { Faults = faults };
    }

    /// <summary>An application that could listen.</summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        return builder;
    }

    public IPEndPoint AddressOf(CatcherEndpoint endpoint) => _mail[endpoint].IPEndPoint!;

    public Task<SmtpTalk> ConnectAsync(CatcherEndpoint endpoint = CatcherEndpoint.Smtp) =>
        SmtpTalk.ConnectAsync(_mail[endpoint].IPEndPoint!);

    /// <summary>Sends one message by BDAT, so that any octets may be in it, and returns its id.</summary>
    public async Task<string> SendAsync(
        ReadOnlyMemory<byte> message, string from = "a@example.org", params IReadOnlyList<string> to)
    {
        await using var talk = await ConnectAsync();
        await talk.HelloAsync();
        await talk.SayAsync($"MAIL FROM:<{from}> BODY=BINARYMIME SMTPUTF8", 250);
        foreach (var recipient in to.Count == 0 ? ["b@example.org"] : to)
            await talk.SayAsync($"RCPT TO:<{recipient}>", 250);
        await talk.SendAsync($"BDAT {message.Length} LAST\r\n");
        await talk.SendAsync(message);
        var kept = await talk.ReadAsync(250);
        await talk.SayAsync("QUIT", 221);
        return kept.Split(' ')[^1];
    }

    public Task<string> SendAsync(string message, string from = "a@example.org", params IReadOnlyList<string> to) =>
        SendAsync(System.Text.Encoding.UTF8.GetBytes(message), from, to);

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using var document = JsonDocument.Parse(await Http.GetStringAsync(path, Limit.Token));
        return document.RootElement.Clone();
    }

    public async Task<IReadOnlyList<string>> SubjectsAsync()
    {
        var list = await GetJsonAsync("api/v1/messages");
        return [.. list.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("Subject").GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        if (_out is not null)
            await _out.DisposeAsync();
        await _catcher.DisposeAsync();
    }
}
