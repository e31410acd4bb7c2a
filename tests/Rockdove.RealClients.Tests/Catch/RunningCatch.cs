using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Rockdove.RealClients.Tests;

[assembly: AssemblyFixture(typeof(RunningCatch))]

namespace Rockdove.RealClients.Tests;

/// <summary>
/// One <c>rockdove catch</c> for all tests of this assembly, started as a user would and asked by HTTP what it caught.
/// Tests tell their mail apart by its recipients.
/// </summary>
public sealed class RunningCatch : IAsyncLifetime
{
    private readonly Dictionary<string, string> _addresses = [];
    private readonly StringBuilder _errors = new();
    private Process _process = null!;
    private HttpClient _http = null!;

    public int Smtp => Port("smtp");

    public int Smtps => Port("smtps");

    public int Lmtp => Port("lmtp");

    public async ValueTask InitializeAsync()
    {
        // timeout(1) ends it even if these tests are killed.
        _process = Process.Start(new ProcessStartInfo("timeout",
        [
            "900", "dotnet", Path.Combine(AppContext.BaseDirectory, "rockdove.dll"), "catch",
            "--smtp", "127.0.0.1:0", "--smtps", "127.0.0.1:0", "--lmtp", "127.0.0.1:0", "--http", "127.0.0.1:0",
            "--auth", $"{User}:{Password}", "--max", "10000",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(StartPatience);
        while (_addresses.Count < Endpoints && await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            _addresses.Add(line[..Math.Max(space, 0)], line[(space + 1)..]);
        }

        if (_addresses.Count < Endpoints)
        {
            await _process.WaitForExitAsync(patience.Token);
            throw new InvalidOperationException($"rockdove catch ended with {_process.ExitCode}: {_errors}");
        }

        _http = new HttpClient { BaseAddress = new Uri(_addresses["http"]) };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>All messages that somebody got. They are there once the client was told 250.</summary>
    internal async Task<IReadOnlyList<CaughtMail>> MailToAsync(string recipient)
    {
        var list = await GetJsonAsync("api/v1/messages?limit=10000");
        var found = new List<CaughtMail>();
        foreach (var message in list.GetProperty("messages").EnumerateArray())
        {
            if (Shown.SelectMany(key => message.GetProperty(key).EnumerateArray())
                .Any(address => address.GetProperty("Address").GetString() == recipient))
                found.Add(await FetchAsync(message.GetProperty("ID").GetString()!));
        }

        return found;
    }

    /// <summary>The one message that somebody got.</summary>
    internal async Task<CaughtMail> OnlyMailToAsync(string recipient) => Assert.Single(await MailToAsync(recipient));

    private async Task<CaughtMail> FetchAsync(string id)
    {
        var envelope = await GetJsonAsync($"api/v1/message/{id}/envelope");
        return new CaughtMail(
            await _http.GetByteArrayAsync($"api/v1/message/{id}/raw", TestContext.Current.CancellationToken),
            envelope.GetProperty("ReversePath").GetString()!,
            [.. envelope.GetProperty("ForwardPaths").EnumerateArray().Select(path => path.GetString()!)],
            envelope.GetProperty("Helo").GetString(),
            envelope.GetProperty("Tls").GetString(),
            envelope.GetProperty("Identity").GetString());
    }

    private async Task<JsonElement> GetJsonAsync(string path)
    {
        await using var json = await _http.GetStreamAsync(path, TestContext.Current.CancellationToken);
        using var document = await JsonDocument.ParseAsync(json);
        return document.RootElement.Clone();
    }

    private int Port(string name) => new Uri($"tcp://{_addresses[name]}").Port;

    public const string User = "ann";
    public const string Password = "correct horse";

    /// <summary>Where a message's recipients are; those of the envelope that no field names are in Bcc.</summary>
    private static readonly string[] Shown = ["To", "Cc", "Bcc"];

    private const int Endpoints = 4;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
}
