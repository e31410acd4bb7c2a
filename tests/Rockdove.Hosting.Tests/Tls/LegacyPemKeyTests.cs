using System.Security.Cryptography;

namespace Rockdove.Hosting.Tests;

/// <summary>
/// Keys made for this test, and encrypted by OpenSSL (<c>openssl ec -in key.pem -aes128 -passout pass:test</c>).
/// </summary>
public class LegacyPemKeyTests
{
    [Theory]
    [InlineData(Aes128)]
    [InlineData(Aes256)]
    [InlineData(TripleDes)]
    public void A_key_of_openssl_is_read(string encrypted)
    {
        using var key = ECDsa.Create();

        key.ImportFromPem(LegacyPemKey.Decrypt(encrypted, "test"));

        Assert.Equal(PublicKey, Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
    }

    [Theory]
    [InlineData("AES-128-CBC", "DES-CBC", "the key is encrypted with DES-CBC, which is not known here")]
    [InlineData("DEK-Info: ", "Info: ", "the encrypted key has no DEK-Info, or no end")]
    [InlineData("-----END", "-----FIN", "the encrypted key has no DEK-Info, or no end")]
    [InlineData("\n\n", "\n\n!", "the encrypted key is no base64")]
    [InlineData("AES-128-CBC,", "AES-128-CBC,x", "the encrypted key is no base64")]
    [InlineData("AES-128-CBC,", "AES-128-CBC;", null)]
    public void What_is_wrong_with_it_is_said(string from, string to, string? wrong)
    {
        var broken = Aes128.Replace(from, to, StringComparison.Ordinal);

        var mistake = Assert.Throws<CryptographicException>(() => LegacyPemKey.Decrypt(broken, "test"));

        if (wrong is not null)
            Assert.Equal(wrong, mistake.Message);
    }

    [Fact]
    public void Another_password_is_refused() =>
        Assert.ThrowsAny<CryptographicException>(() => LegacyPemKey.Decrypt(Aes128, "rest"));

    private const string PublicKey =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYKYELMYFw+5tirwz2q3Z8ZgF8ZK0WMnRPwDsoSq+8i33ifCkz04DDw"
        + "wecs0kNqj/wBLoZGj9arOfNW1rLrQodw==";

    private const string Aes128 = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,68D1BC64ADF882318CB20AE8CF4518AE

        lRhv+CPHPFVZKn/ij4M32zN3a+q0eeYPeDS/5Ueq+9RvPyDEsKWm+ZGMTe+7yd3K
        pkQpIt+3kDLmg6Wd9loA9lS7UtnqzXnP9dymBd+LP9/CJAMZsYh8KnD+/M3AbAhO
        ygJL3kimu9fHzbHqkQdhEPW1gkO9ZUXRnSzIsbUtgMU=
        -----END EC PRIVATE KEY-----
        """;

    private const string Aes256 = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-256-CBC,B52D62EAE194C036DA791C43E333690A

        Bl5W1/2g2AKdwt5qXP2qA8/JF1tuXDahF5/oApx54awqV2O3Sh9/dQ6jUuU3VMSr
        UGba9aXUW8bNgbMb7wHY6dfpS7wQtbPLWr57u7zp36jV4vLhqkCcTFWtFcX52YfK
        yTUo+OLDsAN0+9DKLnPfdyW8BaRK2zrrHhAkLbyo4Sg=
        -----END EC PRIVATE KEY-----
        """;

    private const string TripleDes = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: DES-EDE3-CBC,911FC4CCF7EA5552

        Tzt0XLvcwOePqTd84s3k/btp4skAE0eIpDarrxB2/x/nJys/yifLPcJayQOL/9t+
        VwsdSmsmgy2U9vRYHOlT5TE8d3USRBEuUxni3bKr9KvQryRdPlG9riwGfL/lHDYZ
        7snEQb0cy6S2Q1SMAYbEdC339fEf7Wgs3RE6zya9Hrg=
        -----END EC PRIVATE KEY-----
        """;
}
