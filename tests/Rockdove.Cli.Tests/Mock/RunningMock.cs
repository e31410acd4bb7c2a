using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Rockdove.Mock;
using Rockdove.Web;

namespace Rockdove.Cli.Tests;

/// <summary>A mock with its HTTP API, in this process.</summary>
internal sealed class RunningMock : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningMock(MockMailServer server, WebApplication app)
    {
        Server = server;
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(2) };
    }

    public MockMailServer Server { get; }

    public HttpClient Http { get; }

    public static async Task<RunningMock> StartAsync(Action<MockMailOptions>? configure = null)
    {
        var server = await MockMailServer.StartAsync(configure, RockdoveProcess.Patience);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseMock(server, new MockWebOptions());
        await app.StartAsync(RockdoveProcess.Patience);
        return new RunningMock(server, app);
    }

    /// <summary>Sends one message, and gives the last reply.</summary>
    public async Task<string> SendAsync(
        string from, string to, string content, string ofMail = "SIZE=100", string ofRcpt = "NOTIFY=NEVER")
    {
        var pipe = Server.ConnectInMemory();
        using var reader = new StreamReader(pipe.Input.AsStream());
        await pipe.Output.WriteAsync(Encoding.UTF8.GetBytes(
            $"EHLO client.test\r\nMAIL FROM:<{from}> {ofMail}\r\nRCPT TO:<{to}> {ofRcpt}\r\nDATA\r\n"
            + $"{content}.\r\nQUIT\r\n"));
        var all = await reader.ReadToEndAsync(RockdoveProcess.Patience);
        await pipe.Output.CompleteAsync();
        return all.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[^2];
    }

    /// <summary>The status, and the answer as JSON.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> AskAsync(
        HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "text/plain");
        using var response = await Http.SendAsync(request, RockdoveProcess.Patience);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(RockdoveProcess.Patience));
        Assert.Equal(
            response.IsSuccessStatusCode ? "application/json" : "application/problem+json",
            response.Content.Headers.ContentType!.MediaType);
        return (response.StatusCode, document.RootElement.Clone());
    }

    public Task<(HttpStatusCode Status, JsonElement Answer)> GetAsync(string path) => AskAsync(HttpMethod.Get, path);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        await Server.DisposeAsync();
    }
}
