using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>Every scenario, by one client: what the client says, what the mock was told and what it kept.</summary>
public abstract class ScenarioTests
{
    private readonly IScenarioClient _client;
    private readonly Func<Scenario, Seen> _seen;

    private protected ScenarioTests(IScenarioClient client, Func<Scenario, Seen> seen) =>
        (_client, _seen) = (client, seen);

    public static TheoryData<string> Names { get; } = [.. Scenarios.All.Select(scenario => scenario.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Sees(string name)
    {
        var scenario = Scenarios.All.Single(scenario => scenario.Name == name);
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await MockMailServer.StartAsync(scenario.Script, cancellation);

        var reports = new List<string>();
        foreach (var errand in scenario.Errands)
            reports.Add(await _client.SendAsync(server, errand));

        foreach (var session in server.Sessions.TakeWhile(_ => !scenario.OutlastsClient))
            await session.WaitForEndAsync(cancellationToken: cancellation);

        var expected = _seen(scenario);
        var heard = server.Sessions.Select(Dialogue.Heard);
        var actual = new Seen(string.Join(" / ", reports), string.Join(" / ", heard), server.Messages.Count);
        Assert.True(expected.Matches(actual), $"Expected {expected}\nbut got  {actual}");
        foreach (var message in server.Messages)
            _client.AssertIsMine(message.Content.ToArray(), scenario.Errands[^1]);
    }
}

public sealed class SmtplibScenarioTests() : ScenarioTests(new SmtplibClient(), scenario => scenario.Smtplib);

public sealed class NodemailerScenarioTests() : ScenarioTests(new NodemailerClient(), scenario => scenario.Nodemailer);

public sealed class SwaksScenarioTests() : ScenarioTests(new SwaksClient(), scenario => scenario.Swaks);

public sealed class SmtpClientScenarioTests()
    : ScenarioTests(new SystemNetMailClient(), scenario => scenario.SmtpClient);
