using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Rockdove.Hosting;

namespace Rockdove.RealClients.Tests;

/// <summary>Debian's aiosmtpd, run by the script beside this file.</summary>
internal sealed class AiosmtpdServer : RealServer
{
    private readonly string _kept;

    private AiosmtpdServer()
    {
        _kept = Folder.CreateSubdirectory("kept").FullName;
    }

    /// <summary>In clear and for everybody, or with STARTTLS and a login of alice with wonderland.</summary>
    public static async Task<AiosmtpdServer> StartAsync(bool withTlsAndLogin = false)
    {
        var server = new AiosmtpdServer();
        try
        {
            string[] certificate = withTlsAndLogin ? server.MakeCertificate() : [];
            var script = Path.Combine(AppContext.BaseDirectory, "Servers", "aiosmtpd_server.py");

            // Debian's own Python has Debian's packages; another one on the path would not.
            server.Start("/usr/bin/python3", [script, server._kept, .. certificate]);
            using var patience = new CancellationTokenSource(Patience);
            var line = await server.Program!.StandardOutput.ReadLineAsync(patience.Token);
            Assert.True(
                int.TryParse(line, CultureInfo.InvariantCulture, out var port),
                "aiosmtpd did not start, run eng/install-clients: " + (line is not null
                    ? line
                    : await server.Program.StandardError.ReadToEndAsync(patience.Token)));
            server.Port = port;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>What arrived, octet for octet, in order.</summary>
    public IReadOnlyList<byte[]> Messages() =>
        [.. Directory.GetFiles(_kept).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    private string[] MakeCertificate()
    {
        using var certificate = DevelopmentCertificate.Create("mail.test");
        using var key = certificate.GetECDsaPrivateKey()!;
        string[] files = [Path.Combine(Folder.FullName, "cert.pem"), Path.Combine(Folder.FullName, "key.pem")];
        File.WriteAllText(files[0], certificate.ExportCertificatePem());
        File.WriteAllText(files[1], key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
