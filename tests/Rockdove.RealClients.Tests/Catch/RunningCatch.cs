using System.Globalization;
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
    private ServerProcess? _process;
    private HttpClient? _http;

    public int Smtp { get; private set; }

    public int Smtps { get; private set; }

    public int Lmtp { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _process = ServerProcess.StartRockdove(
            "catch", "--smtp", "127.0.0.1:0", "--smtps", "127.0.0.1:0", "--lmtp", "127.0.0.1:0",
            "--http", "127.0.0.1:0", "--auth", $"{User}:{Password}", "--max", "10000");
        Smtp = await ReadPortAsync("smtp");
        Smtps = await ReadPortAsync("smtps");
        Lmtp = await ReadPortAsync("lmtp");
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{await ReadPortAsync("http")}/") };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
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
            await _http!.GetByteArrayAsync($"api/v1/message/{id}/raw", TestContext.Current.CancellationToken),
            envelope.GetProperty("ReversePath").GetString()!,
            [.. envelope.GetProperty("ForwardPaths").EnumerateArray().Select(path => path.GetString()!)],
            envelope.GetProperty("Helo").GetString(),
            envelope.GetProperty("Tls").GetString(),
            envelope.GetProperty("Identity").GetString());
    }

    private async Task<JsonElement> GetJsonAsync(string path)
    {
        await using var json = await _http!.GetStreamAsync(path, TestContext.Current.CancellationToken);
        using var document = await JsonDocument.ParseAsync(json);
        return document.RootElement.Clone();
    }

    /// <summary>From a ready line such as <c>smtp 127.0.0.1:1025</c>.</summary>
    private async Task<int> ReadPortAsync(string name)
    {
        var line = await _process!.ReadLineAsync(name + " ");
        return int.Parse(line[(line.LastIndexOf(':') + 1)..].TrimEnd('/'), CultureInfo.InvariantCulture);
    }

    public const string User = "ann";
    public const string Password = "correct horse";

    /// <summary>Where a message's recipients are; those of the envelope that no field names are in Bcc.</summary>
    private static readonly string[] Shown = ["To", "Cc", "Bcc"];
}
