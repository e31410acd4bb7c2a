using System.Globalization;
using System.Net;

namespace Rockdove.RealClients.Tests;

/// <summary>OpenSSL's test server, which can still speak what nobody should.</summary>
internal sealed class OpenSslServer : RealServer
{
    public static async Task<OpenSslServer> StartAsync(params string[] options)
    {
        var server = new OpenSslServer();
        try
        {
            var (certificate, key) = server.MakeCertificate();
            server.Start(
                "/usr/bin/openssl",
                ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, .. options]);
            using var patience = new CancellationTokenSource(Patience);
            while (true)
            {
                var line = await server.Program!.StandardOutput.ReadLineAsync(patience.Token);
                if (line is null)
                    Assert.Fail(await server.Program.StandardError.ReadToEndAsync(patience.Token));
                if (!line.StartsWith("ACCEPT ", StringComparison.Ordinal))
                    continue;
                server.Port = int.Parse(line.Split(':')[^1], CultureInfo.InvariantCulture);
                return server;
            }
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private (string Certificate, string Key) MakeCertificate()
    {
        // RSA: a server of old has nothing else.
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            $"CN={IPAddress.Loopback}",
            key,
            System.Security.Cryptography.HashAlgorithmName.SHA256,
            System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(9));
        string[] files = [Path.Combine(Folder.FullName, "cert.pem"), Path.Combine(Folder.FullName, "key.pem")];
        File.WriteAllText(files[0], certificate.ExportCertificatePem());
        File.WriteAllText(files[1], key.ExportPkcs8PrivateKeyPem());
        return (files[0], files[1]);
    }
}
