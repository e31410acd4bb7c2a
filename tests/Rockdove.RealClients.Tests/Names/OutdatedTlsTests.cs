using Rockdove.Prober;
using Rockdove.Testing;

namespace Rockdove.RealClients.Tests;

/// <summary>What a server speaks that it should not, as it is found out without a library that speaks it too.</summary>
public sealed class OutdatedTlsTests
{
    [Theory]
    [InlineData(CheckStatus.Ok, "", "-min_protocol", "TLSv1.2")]
    [InlineData(
        CheckStatus.Warning, "It also still speaks TLS 1.0 and TLS 1.1.",
        "-min_protocol", "TLSv1", "-cipher", "DEFAULT:@SECLEVEL=0")]
    [InlineData(
        CheckStatus.Warning, "It also still speaks TLS 1.1.",
        "-min_protocol", "TLSv1.1", "-cipher", "DEFAULT:@SECLEVEL=0")]
    [InlineData(
        CheckStatus.Fail, "It also still speaks weak ciphers of TLS 1.2.",
        "-min_protocol", "TLSv1.2", "-cipher", "ALL:eNULL:@SECLEVEL=0")]
    public async Task OpenSSL_says_what_it_speaks(CheckStatus status, string words, params string[] options)
    {
        await using var server = await OpenSslServer.StartAsync(options);
        await using var names = ZoneServer.Start();
        using var resolver = names.CreateResolver();
        var checks = new MailChecks(new CheckOptions
        {
            Resolver = resolver,
            Only = [CheckNames.Tls],
            ImplicitTls = true,
            ConnectPatience = TimeSpan.FromSeconds(3), // It never greets: a look ends with this.
        });
        Assert.True(CheckTarget.TryParse($"127.0.0.1:{server.Port}", out var target));
        var report = await checks.RunAsync(target, TestContext.Current.CancellationToken);
        var result = Assert.Single(report.Results);
        Assert.EndsWith(words, result.What);
        Assert.Equal(status, result.Status);
    }
}
