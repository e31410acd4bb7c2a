using System.Security.Cryptography;
using Rockdove.Testing;

namespace Rockdove.RealClients.Tests;

/// <summary>What DNS knows of a <see cref="PingWorld"/>: all that mail should have, signed.</summary>
internal static class WorldZone
{
    public const string Selector = "world";

    public static Zone Of(PingWorld world)
    {
        using var signer = RSA.Create(2048);
        var zone = new Zone().Sign(".");
        foreach (var domain in (string[])[WorldAccounts.Debian, WorldAccounts.Rock, WorldAccounts.Dove])
        {
            var host = $"mx.{domain}";
            zone.Sign(domain).Mx(domain, 10, host).Address(host, "127.0.0.1")
                .Text(domain, "v=spf1 ip4:127.0.0.1 -all")
                .Text($"{Selector}._domainkey.{domain}",
                    $"v=DKIM1; k=rsa; p={Convert.ToBase64String(signer.ExportSubjectPublicKeyInfo())}")
                .Text($"_dmarc.{domain}", $"v=DMARC1; p=reject; rua=mailto:dmarc@{domain}")
                .Text($"_smtp._tls.{domain}", $"v=TLSRPTv1; rua=mailto:tls@{domain}")
                .Caa(domain, "issue", "authority.test")
                .Pointer("127.0.0.1", host);
            foreach (var port in world.PortsOf(domain))
                zone.Tlsa($"_{port}._tcp.{host}", 3, 1, 1, world.Certificate(domain).KeyDigest);
        }

        return zone;
    }
}
