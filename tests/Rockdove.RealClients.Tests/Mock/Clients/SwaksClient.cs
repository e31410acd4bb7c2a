using System.Text;
using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>swaks: the exit code, and the lines that it marks as errors.</summary>
internal sealed class SwaksClient : IScenarioClient
{
    private readonly TestMail _mail = TestMail.Create();

    public void AssertIsMine(byte[] content, Errand errand) => Assert.Equal(_mail.Octets, content);

    public async Task<string> SendAsync(MockMailServer server, Errand errand)
    {
        using var folder = new ScratchFolder();
        string[] trust = errand.TrustsTheMock
            ? ["--tls-ca-path", folder.Write("ca.pem", Encoding.ASCII.GetBytes(server.Authority.RootPem))]
            : [];
        string[] tls = errand.StartTls ? ["--tls", "--tls-verify", .. trust] : [];
        string[] auth = errand.Password is { } password
            ? ["--auth", "--auth-user", Errand.Ann, "--auth-password", password]
            : [];
        var run = await ClientProgram.Swaks.RunAsync(
        [
            "--server", $"127.0.0.1:{server.Port}", "--helo", "client.example",
            "--timeout", $"{errand.TimeLimitSeconds}", "--from", Errand.Ann,
            "--to", string.Join(',', errand.Recipients),
            "--data", "@" + folder.Write("mail.eml", _mail.WithoutLastNewline), .. tls, .. auth,
        ]);
        var marked = run.Said.Split('\n').Where(line => Marks.Any(line.StartsWith));
        return string.Join("; ", [run.ExitCode == 0 ? "sent" : $"exit {run.ExitCode}", .. marked]);
    }

    /// <summary>Before a reply that refuses, in clear or under TLS, and before an error of its own.</summary>
    private static readonly string[] Marks = ["<** ", "<~* ", "*** "];
}
