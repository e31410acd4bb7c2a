namespace Rockdove.Mime.Tests;

public sealed class ListAndAuthenticationTests
{
    [Theory]
    [InlineData("List Header Mailing List <list-header.nisto.com>", "List Header Mailing List",
        "list-header.nisto.com")]
    [InlineData("<commonspace-users.list-id.within.com>", "", "commonspace-users.list-id.within.com")]
    [InlineData("\"Lena's Personal Joke List\" <lenas-jokes.da39efc25c530ad145d41b86f7420c3b.021999.localhost>",
        "Lena's Personal Joke List", "lenas-jokes.da39efc25c530ad145d41b86f7420c3b.021999.localhost")]
    [InlineData("=?utf-8?Q?=C3=A9?= <e.example>", "é", "e.example")]
    [InlineData("bare.example", "", "bare.example")]
    [InlineData("two words", "", null)]
    [InlineData("<>", "", null)]
    public void A_list_id_is_read(string value, string name, string? id)
    {
        var list = ListFields.Read(Mail.Read($"List-Id: {value}\n\n").Headers);
        Assert.Equal((name, id), (list.Name, list.Id));
    }

    [Fact]
    public void Links_are_in_the_order_of_preference()
    {
        var list = ListFields.Read(Mail.Read("""
            List-Unsubscribe: (Use this <not>) <http://www.host.com/list.cgi?cmd=unsub&
             lst=list>, <mailto:list-request@host.com?subject=unsubscribe>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            List-Post: NO (posting not allowed on this list)
            List-Help: <ftp://ftp.host.com/list.txt> (FTP), junk, <mailto:x>

            """ + "\n").Headers);
        Assert.Equal(
            ["http://www.host.com/list.cgi?cmd=unsub&lst=list", "mailto:list-request@host.com?subject=unsubscribe"],
            list.Unsubscribe);
        Assert.True(list.IsOneClick);
        Assert.True(list.ForbidsPosts);
        Assert.Equal(["ftp://ftp.host.com/list.txt"], list.Help);
        Assert.Empty(list.Archive);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    public void A_hundred_links_are_read(int count)
    {
        var links = string.Join(",\n ", Enumerable.Range(0, count).Select(i => $"<mailto:a{i}@b>"));
        Assert.Equal(100, ListFields.Read(Mail.Read($"List-Help: {links}\n\n").Headers).Help.Count);
    }

    [Theory] // RFC 8601 appendix B.
    [InlineData("example.org 1; none", "example.org 1")]
    [InlineData("example.com; spf=pass smtp.mailfrom=example.net", "example.com 1 | spf/1=pass "
        + "smtp.mailfrom=example.net")]
    [InlineData("example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; spf=pass smtp.mailfrom=example.net",
        "example.com 1 | auth/1=pass smtp.auth=sender@example.net | spf/1=pass smtp.mailfrom=example.net")]
    [InlineData("example.com; dkim=pass (good signature) header.i=@mail-router.example.net; dkim=fail (bad signature) "
        + "header.i=@newyork.example.com", "example.com 1 | dkim/1=pass header.i=@mail-router.example.net | "
        + "dkim/1=fail header.i=@newyork.example.com")]
    [InlineData("foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy "
        + "(A dot can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it) 1362471462",
        "foo.example.net 1 | dkim/1=fail policy.expired=1362471462")]
    [InlineData("a.example; dkim=FAIL reason=\"bad \\\"key\\\"; no\" header.d=x.example;",
        "a.example 1 | dkim/1=fail [bad \"key\"; no] header.d=x.example")]
    public void Authentication_results_are_read(string value, string expected) =>
        Assert.Equal(expected, Describe(AuthenticationResults.Read(value)!));

    [Theory]
    [InlineData("")]
    [InlineData("example.org")]
    [InlineData("example.org; dkim")]
    [InlineData("example.org; dkim=")]
    [InlineData("example.org; dkim=pass header.d")]
    [InlineData("example.org; dkim=pass header=x")]
    [InlineData("example.org; dkim=pass x.y=\"open")]
    [InlineData("example.org; none; dkim=pass")]
    [InlineData("example.org 99999999999; dkim=pass")]
    [InlineData("example.org x; dkim=pass")]
    public void What_is_half_understood_is_not_believed(string value) => Assert.Null(AuthenticationResults.Read(value));

    [Fact]
    public void A_hundred_results_and_properties_are_read()
    {
        static string Results(int count) => "a" + string.Concat(Enumerable.Repeat("; dkim=pass", count));
        static string Properties(int count) => "a; x=y" + string.Concat(Enumerable.Repeat(" a.b=c", count));
        Assert.Equal(100, AuthenticationResults.Read(Results(100))!.Results.Count);
        Assert.Null(AuthenticationResults.Read(Results(101)));
        Assert.Equal(100, AuthenticationResults.Read(Properties(100))!.Results[0].Properties.Count);
        Assert.Null(AuthenticationResults.Read(Properties(101)));
    }

    [Theory]
    [InlineData("bücher.example", "xn--bcher-kva.example", "bücher.example")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example", "bücher.example")]
    [InlineData("plain.example", "plain.example", "plain.example")]
    [InlineData("[127.0.0.1]", "[127.0.0.1]", "[127.0.0.1]")]
    [InlineData("xn--a", "xn--a", "xn--a")]
    [InlineData("é..x", null, "é..x")]
    public void A_domain_has_two_spellings(string domain, string? ascii, string unicode)
    {
        var address = new MailAddress("", "a", domain);
        Assert.Equal((ascii, unicode), (address.AsciiDomain, address.UnicodeDomain));
    }

    [Fact]
    public void A_domain_of_255_characters_is_converted()
    {
        var longest = string.Join('.', Enumerable.Repeat("xn--bcher-kva", 18)) + ".abc";
        Assert.Equal(255, longest.Length);
        Assert.StartsWith("bücher", new MailAddress("", "a", longest).UnicodeDomain, StringComparison.Ordinal);
        Assert.Equal(longest + "d", new MailAddress("", "a", longest + "d").UnicodeDomain);
    }

    private static string Describe(AuthenticationResults results) => string.Join(" | ",
    [
        $"{results.ServerId} {results.Version}",
        .. results.Results.Select(result => string.Join(' ',
        [
            $"{result.Method}/{result.MethodVersion}={result.Result}",
            .. result.Reason is { } reason ? new[] { $"[{reason}]" } : [],
            .. result.Properties.Select(property => $"{property.Kind}.{property.Name}={property.Value}"),
        ])),
    ]);
}
