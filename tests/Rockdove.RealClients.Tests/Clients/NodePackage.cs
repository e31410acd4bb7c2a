namespace Rockdove.RealClients.Tests;

/// <summary>A mail client from npm, for scripts that import it.</summary>
internal sealed record NodePackage(string Name)
{
    public static NodePackage Nodemailer { get; } = new("nodemailer");

    public static NodePackage Imapflow { get; } = new("imapflow");

    /// <summary>A client of the HTTP API.</summary>
    public static NodePackage MailpitApi { get; } = new("mailpit-api");

    /// <summary>Another, as MailHog's users have it.</summary>
    public static NodePackage MailHog { get; } = new("mailhog");

    /// <summary>Runs an ECMAScript module; its arguments begin at <c>process.argv[1]</c>.</summary>
    public Task<ClientRun> RunAsync(
        ReadOnlyMemory<byte> input, string script, params IReadOnlyList<string> arguments)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", Name)))
            Assert.Fail($"{Name} is not installed; run eng/install-clients");
        return (ClientProgram.Node with { Folder = Folder }).RunAsync(
            input, ["--input-type=module", "-e", script, .. arguments]);
    }

    /// <summary>The folder in the sources that eng/install-clients installs into.</summary>
    public static string Folder { get; } = FindFolder();

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
