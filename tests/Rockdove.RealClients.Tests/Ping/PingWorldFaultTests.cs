namespace Rockdove.RealClients.Tests;

/// <summary>What the prober says of faults in a world of real servers, and keeps of what was said.</summary>
[Collection(PingWorldCollection.Name)]
public sealed class PingWorldFaultTests(PingWorld world)
{
    [Fact]
    public void Faults_are_named_and_the_others_go_on()
    {
        world.Faults.Run.EndsWith(4);
        foreach (var name in WorldConfiguration.WrongPasswords)
            Is(name, "home-starttls", "auth_failed", "auth", "5.7.8");
        Is("deb-tls", "gone", "bounced", "final", "5.1.1"); // Postfix sends a report of what rockdove has said.
        Is("home-tls", "gone", "rejected", "rcpt", "5.1.1");
        Is("misled", "home-starttls", "tls_failed", "tls", null);
        Assert.Equal(
            "The certificate is for mx.deb.test, and not for mx.dove.test.",
            world.Faults["misled", "home-starttls"].GetProperty("error").GetString());
        foreach (var name in (string[])["deb-tls", "home-tls"])
            Assert.Equal("delivered", world.Faults[name, "home-starttls"].GetProperty("outcome").GetString());
        Assert.Equal(9, world.Faults.Pairs.Count);
    }

    private void Is(string from, string to, string outcome, string stage, string? code)
    {
        var result = world.Faults[from, to];
        Assert.Equal((outcome, stage, code), (
            result.GetProperty("outcome").GetString(),
            result.GetProperty("stage").GetString(),
            result.TryGetProperty("enhancedCode", out var enhanced) ? enhanced.GetString() : null));
    }
}
