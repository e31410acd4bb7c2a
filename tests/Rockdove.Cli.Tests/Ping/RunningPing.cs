using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Rockdove.Prober;
using Rockdove.Prober.Tests;
using Rockdove.Web;

namespace Rockdove.Cli.Tests;

/// <summary>The results of a prober with their HTTP API, in this process.</summary>
internal sealed class RunningPing : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ProbeReader _reader;

    private RunningPing(TemporaryJournal results, ProbeReader reader, WebApplication app)
    {
        (Results, _reader, _app) = (results, reader, app);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(2) };
    }

    public TemporaryJournal Results { get; }

    public HttpClient Http { get; }

    public static async Task<RunningPing> StartAsync(PingWebOptions? options = null)
    {
        var results = new TemporaryJournal();
        var reader = results.Journal.OpenReader();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UsePing(reader, options ?? new PingWebOptions());
        await app.StartAsync(RockdoveProcess.Patience);
        return new RunningPing(results, reader, app);
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await Http.SendAsync(request, RockdoveProcess.Patience);
    }

    /// <summary>The answer as JSON.</summary>
    public async Task<JsonElement> GetAsync(string path) => (await AskAsync(HttpMethod.Get, path)).Answer;

    /// <summary>The status, and the answer as JSON.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> AskAsync(HttpMethod method, string path)
    {
        using var response = await SendAsync(method, path);
        var text = await response.Content.ReadAsStringAsync(RockdoveProcess.Patience);
        Assert.Equal(
            response.IsSuccessStatusCode ? "application/json" : "application/problem+json",
            response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(text);
        return (response.StatusCode, document.RootElement.Clone());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _reader.Dispose();
        await Results.DisposeAsync();
    }
}
