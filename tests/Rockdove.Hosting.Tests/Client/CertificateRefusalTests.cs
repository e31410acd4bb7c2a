using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Hosting.Tests;

/// <summary>What is said of a certificate that is not believed.</summary>
public sealed class CertificateRefusalTests
{
    [Fact]
    public void A_good_one_is_believed_and_none_is_told()
    {
        var refusal = new CertificateRefusal("a.test");
        Assert.True(refusal.Judge(null, null, SslPolicyErrors.None));
        Assert.Null(refusal.Reason);
        Assert.False(refusal.Judge(null, null, SslPolicyErrors.RemoteCertificateNotAvailable));
        Assert.Equal("The server shows no certificate.", refusal.Reason);
    }

    [Theory]
    [InlineData("", "no name")]
    [InlineData("b.test", "b.test")]
    [InlineData("b.test c.test d.test", "b.test, c.test, d.test")]
    [InlineData("b.test c.test d.test e.test", "b.test, c.test, d.test and others")]
    public void Names_are_told_that_it_has(string names, string told)
    {
        using var certificate = Create(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), days: 1);
        var refusal = new CertificateRefusal("a.test");
        Assert.False(refusal.Judge(certificate, null, SslPolicyErrors.RemoteCertificateNameMismatch));
        Assert.Equal($"The certificate is for {told}, and not for a.test.", refusal.Reason);
    }

    [Fact]
    public void A_chain_is_told_by_what_it_lacks()
    {
        using var certificate = Create(["a.test"], days: -1);
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.False(chain.Build(certificate));
        var refusal = new CertificateRefusal("a.test");
        Assert.False(refusal.Judge(certificate, chain, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.Contains("Nobody who is believed has signed the certificate.", refusal.Reason);
        Assert.Contains(
            $"the server's is from {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd}.",
            refusal.Reason);
    }

    private static X509Certificate2 Create(string[] names, int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
        if (names.Length > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
                alternatives.AddDnsName(name);
            request.CertificateExtensions.Add(alternatives.Build());
        }

        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(days));
    }
}
