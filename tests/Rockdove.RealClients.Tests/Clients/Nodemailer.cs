namespace Rockdove.RealClients.Tests;

/// <summary>Runs scripts that import nodemailer.</summary>
internal static class Nodemailer
{
    /// <summary>Runs an ECMAScript module; its arguments begin at <c>process.argv[1]</c>.</summary>
    public static Task<ClientRun> RunAsync(
        ReadOnlyMemory<byte> input, string script, params IReadOnlyList<string> arguments)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "nodemailer")))
            Assert.Fail("nodemailer is not installed; run eng/install-clients");
        return (ClientProgram.Node with { Folder = Folder }).RunAsync(
            input, ["--input-type=module", "-e", script, .. arguments]);
    }

    private static readonly string Folder = FindFolder();

    /// <summary>The folder in the sources that eng/install-clients installs into.</summary>
    private static string FindFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "node", "package-lock.json")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"No node/ in {AppContext.BaseDirectory} or above it.");
        }

        return Path.Combine(folder, "node");
    }
}
