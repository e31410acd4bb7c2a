using System.Text;
using System.Text.Json;
using Rockdove.Mime;
using Rockdove.Testing;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>Who a mail is from. The signed message is that of RFC 8463 appendix A, whose keys are in it too.</summary>
public class AuthenticationCheckTests
{
    [Fact]
    public async Task The_message_of_the_rfc_passes()
    {
        await using var dns = ZoneServer.Start(Zone());
        await using var catcher = await StartAsync(dns);
        await catcher.SendAsync(Signed);
        var check = await catcher.GetAsync("messages/latest/checks/authentication");
        Assert.True(check.GetProperty("asked").GetBoolean());
        Assert.Equal("football.example.com", check.GetProperty("from").GetString());
        Assert.Equal(
            ["ed25519-sha256 neutral True True", "rsa-sha256 pass True True"],
            check.GetProperty("dkim").EnumerateArray().Select(one => string.Join(
                ' ', one.GetProperty("algorithm").GetString(), one.GetProperty("result").GetString(),
                one.GetProperty("isBodyIntact").GetBoolean(), one.GetProperty("isAligned").GetBoolean())));
        var dmarc = check.GetProperty("dmarc");
        Assert.Equal("pass", dmarc.GetProperty("result").GetString());
        Assert.Equal("quarantine", dmarc.GetProperty("policy").GetString());
        Assert.Equal("example.com", dmarc.GetProperty("domain").GetString());
        Assert.Contains(dns.Asked, asked => asked.ToString().Contains("test._domainkey", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_asked_unless_it_is_switched_on()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(Signed);
        var check = await catcher.GetAsync("messages/latest/checks/authentication");
        Assert.False(check.GetProperty("asked").GetBoolean());
        Assert.Equal(["unknown", "unknown"], check.Texts("dkim", "result"));
        Assert.All(
            check.GetProperty("dkim").EnumerateArray(),
            one => Assert.True(one.GetProperty("isBodyIntact").GetBoolean()));
        Assert.Equal("unknown", check.GetProperty("dmarc").GetProperty("result").GetString());
    }

    [Theory]
    [InlineData("hungry yet?", "hungry  yet?", "pass")] // Relaxed: white space does not count.
    [InlineData("Joe.\r\n", "Joe.\r\n\r\n\r\n", "pass")]
    [InlineData("hungry yet?", "angry yet?", "fail")]
    [InlineData("Subject: Is dinner ready?", "SUBJECT:Is  dinner\r\n ready?", "pass")]
    [InlineData("Subject: Is dinner ready?", "Subject: Is lunch ready?", "fail")]
    [InlineData("To: Suzie", "To: Susie", "fail")]
    [InlineData("From: Joe", "X: y\r\nFrom: Joe", "pass")] // Not signed.
    [InlineData("Subject: Is", "Subject: added\r\nSubject: Is", "fail")] // Oversigned.
    [InlineData("t=1528637909; h=from : to : subject :", "t=1; h=from : to : subject :", "fail")]
    [InlineData("a=rsa-sha256", "a=rsa-sha1", "permerror")]
    [InlineData("a=rsa-sha256; c=relaxed/relaxed", "a=rsa-sha256; c=loose/relaxed", "permerror")]
    [InlineData("s=test", "s=absent", "permerror")]
    [InlineData("s=test", "s=revoked", "permerror")]
    [InlineData("s=test", "s=broken", "permerror")]
    [InlineData("s=test", "s=short", "policy")]
    [InlineData("s=test", "s=failing", "temperror")]
    [InlineData("s=test", "s=te st", "permerror")]
    [InlineData("q=dns/txt; s=test", "l=10; s=test", "fail")] // Of the body's beginning the hash is another.
    [InlineData("q=dns/txt; s=test", "l=9999; s=test", "permerror")]
    [InlineData("q=dns/txt; s=test", "x=1528637910; s=test", "fail")] // It expired.
    [InlineData("q=dns/txt; s=test", "v=1; s=test", "permerror")] // A tag twice.
    [InlineData("i=@football.example.com;\r\n q=dns/txt; s=test", "i=@other.example.com; s=test", "permerror")]
    [InlineData("rsa-sha256; c=relaxed/relaxed;\r\n d=football.example.com", "rsa-sha256; d=", "permerror")]
    public async Task What_was_changed_is_told(string part, string other, string result)
    {
        var message = Signed.Replace(part, other, StringComparison.Ordinal);
        Assert.NotEqual(Signed, message);
        TextRecords keys = (name, _) => Task.FromResult(Records(name));
        var all = await new DkimVerifier(keys, TimeProvider.System)
            .VerifyAsync(MimeMessage.Read(Encoding.UTF8.GetBytes(message)), Limit.Token);
        var explanation = all[^1].Explanation;
        Assert.True(result == all[^1].Result, $"{all[^1].Result}: {explanation}");
        Assert.NotEmpty(explanation);
    }

    [Fact]
    public async Task Ten_signatures_are_looked_at_and_no_more()
    {
        var asked = 0;
        TextRecords keys = (name, _) =>
        {
            asked++;
            return Task.FromResult(Records(name));
        };
        var start = Signed.LastIndexOf("DKIM-Signature", StringComparison.Ordinal);
        var signature = Signed[start..Signed.IndexOf("From: ", StringComparison.Ordinal)];
        var message = string.Concat(Enumerable.Repeat(signature, 11)) + Signed[(start + signature.Length)..];
        var all = await new DkimVerifier(keys, TimeProvider.System)
            .VerifyAsync(MimeMessage.Read(Encoding.UTF8.GetBytes(message)), Limit.Token);
        Assert.Equal((10, 10), (all.Count, asked));
        Assert.All(all, one => Assert.Equal("pass", one.Result));
    }

    [Theory]
    // RFC 6376 section 3.4.5.
    [InlineData("A: X\r\n", "a:X\r\n")]
    [InlineData("B : Y\t\r\n\tZ  \r\n", "b:Y Z\r\n")]
    public void The_header_has_the_form_of_the_rfc(string field, string relaxed)
    {
        var octets = Encoding.ASCII.GetBytes(field);
        Assert.Equal(relaxed, Encoding.ASCII.GetString(DkimCanonicalization.Field(octets, relaxed: true)));
        Assert.Equal(field, Encoding.ASCII.GetString(DkimCanonicalization.Field(octets, relaxed: false)));
    }

    [Theory]
    // RFC 6376 sections 3.4.3 to 3.4.5: hashes of empty bodies are in it.
    [InlineData("", false, "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=", 2)]
    [InlineData("", true, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", 0)]
    [InlineData("\r\n\r\n", false, "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=", 2)]
    [InlineData(" \t\r\n\r\n", true, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", 0)]
    public void An_empty_body_has_the_hash_of_the_rfc(string body, bool relaxed, string hash, int length)
    {
        var octets = Encoding.ASCII.GetBytes(body);
        Assert.Equal(
            hash, Convert.ToBase64String(DkimCanonicalization.HashBody(octets, relaxed, null, out var total)));
        Assert.Equal(length, total);
    }

    [Theory]
    [InlineData("example.org", "example.org", false, true)]
    [InlineData("example.org", "EXAMPLE.org", true, true)]
    [InlineData("news.example.org", "example.org", false, true)]
    [InlineData("example.org", "bounce.example.org", false, true)]
    [InlineData("news.example.org", "example.org", true, false)]
    [InlineData("news.example.org", "mail.example.org", false, null)]
    [InlineData("a.co.uk", "b.co.uk", false, null)]
    [InlineData("example.org", "example.com", false, false)]
    [InlineData("anexample.org", "example.org", false, false)]
    [InlineData("example.org", "org", false, false)]
    [InlineData("example.org", "", false, false)]
    public void Domains_are_aligned_as_dmarc_says(string from, string other, bool isStrict, bool? isAligned) =>
        Assert.Equal(isAligned, Alignment.Of(from, other, isStrict));

    [Theory]
    [InlineData("From: a@b.org", "a@b.org", "unknown")]
    [InlineData("From: a@b.org", "a@c.org", "fail")]
    [InlineData("From: a@b.org, c@b.org", "a@b.org", "fail")]
    [InlineData("Subject: x", "a@b.org", "fail")]
    public async Task Without_a_signature_the_reverse_path_may_decide(string field, string path, string result)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync($"{field}\r\n\r\n", path);
        var check = await catcher.GetAsync("messages/latest/checks/authentication");
        Assert.Equal(result, check.GetProperty("dmarc").GetProperty("result").GetString());
    }

    [Fact]
    public async Task What_fields_say_is_told_as_what_they_say()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(
            "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.net; dkim=fail (bad)\r\n"
            + " reason=\"x\" header.d=example.net\r\nAuthentication-Results: broken\r\n\r\n");
        var claims = (await catcher.GetAsync("messages/latest/checks/authentication")).GetProperty("claims");
        Assert.Equal(
            ["mx.example.org spf pass  smtp.mailfrom=example.net", "mx.example.org dkim fail x header.d=example.net"],
            claims.EnumerateArray().Select(claim => string.Join(
                ' ', claim.GetProperty("server").GetString(), claim.GetProperty("method").GetString(),
                claim.GetProperty("result").GetString(), claim.GetProperty("reason").GetString(),
                Property(claim.GetProperty("properties")[0]))));

        static string Property(JsonElement one) =>
            $"{one.GetProperty("name").GetString()}={one.GetProperty("value").GetString()}";
    }

    private static Task<RunningCatcher> StartAsync(ZoneServer dns) =>
        RunningCatcher.StartAsync(web: new CatcherWebOptions { Checks = new() { Resolver = dns.EndPoint } });

    private static Zone Zone() => new Zone()
        .Text("brisbane._domainkey.football.example.com", EdKey)
        .Text("test._domainkey.football.example.com", RsaKey)
        .Text("_dmarc.example.com", "v=DMARC1; p=reject; sp=quarantine");

    private static (IReadOnlyList<string> Records, string? Problem) Records(string name) => name.Split('.')[0] switch
    {
        "brisbane" => ([EdKey], null),
        "test" => ([RsaKey], null),
        "revoked" => (["v=DKIM1; p="], null),
        "broken" => (["v=DKIM1; p=AAAA"], null),
        "short" => ([ShortKey()], null),
        "failing" => ([], "SERVFAIL"),
        _ => ([], null),
    };

    private static string ShortKey()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(512);
        return $"p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}";
    }

    private const string EdKey = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private const string RsaKey =
        "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J"
        + "16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOT"
        + "IKT+l/K4w3QIDAQAB";

    private const string Signed =
        "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
        + " d=football.example.com; i=@football.example.com;\r\n"
        + " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
        + " subject : date : message-id : from : subject : date;\r\n"
        + " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
        + " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
        + " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
        + "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
        + " d=football.example.com; i=@football.example.com;\r\n"
        + " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n"
        + " date : message-id : from : subject : date;\r\n"
        + " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
        + " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r\n"
        + " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r\n"
        + " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\r\n"
        + "From: Joe SixPack <joe@football.example.com>\r\n"
        + "To: Suzie Q <suzie@shopping.example.net>\r\n"
        + "Subject: Is dinner ready?\r\n"
        + "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
        + "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
        + "\r\n"
        + "Hi.\r\n"
        + "\r\n"
        + "We lost the game.  Are you hungry yet?\r\n"
        + "\r\n"
        + "Joe.\r\n";
}
