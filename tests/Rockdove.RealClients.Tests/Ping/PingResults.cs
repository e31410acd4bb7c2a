using System.Text.Json;

namespace Rockdove.RealClients.Tests;

/// <summary>What <c>rockdove ping --json</c> has told: a result for each pair, and a summary.</summary>
internal sealed class PingResults
{
    private readonly Dictionary<(string From, string To), JsonElement> _results = [];

    public PingResults(ClientRun run)
    {
        Run = run;
        var lines = run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
        {
            var json = JsonDocument.Parse(line).RootElement;
            if (json.TryGetProperty("from", out var from))
                Assert.True(_results.TryAdd((from.GetString()!, json.GetProperty("to").GetString()!), json), line);
            else
                Summary = json;
        }
    }

    public ClientRun Run { get; }

    public JsonElement Summary { get; }

    public IReadOnlyDictionary<(string From, string To), JsonElement> Pairs => _results;

    public JsonElement this[string from, string to] => _results[(from, to)];
}
