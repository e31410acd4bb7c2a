using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>How a client ended and what it said.</summary>
internal sealed record ClientRun(
    ClientProgram Program, IReadOnlyList<string> Arguments, int ExitCode, byte[] Output, byte[] Errors)
{
    /// <summary>What it wrote for others to read.</summary>
    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>Everything it said, for a person and for looking for a line of the dialogue.</summary>
    public string Said => Encoding.UTF8.GetString(Output) + Encoding.UTF8.GetString(Errors);

    /// <summary>Fails the test, with all that the client said, unless it ended well.</summary>
    public ClientRun Succeeds() => EndsWith(0);

    /// <summary>Fails the test, with all that the client said, unless it ended with this code.</summary>
    public ClientRun EndsWith(int exitCode)
    {
        if (ExitCode != exitCode)
            Assert.Fail($"Expected exit code {exitCode}, got {ExitCode} from\n{this}");
        return this;
    }

    /// <summary>Fails the test, with all that the client said, unless this is part of it.</summary>
    public ClientRun Says(string text)
    {
        if (!Said.Contains(text, StringComparison.Ordinal))
            Assert.Fail($"Expected «{text}» from\n{this}");
        return this;
    }

    public override string ToString() => $"{Program.Name} {string.Join(' ', Arguments)}\n{Said}";
}
