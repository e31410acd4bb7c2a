using System.Globalization;
using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>Received fields as servers write them, and as they should not.</summary>
public sealed class ReceivedFieldTests
{
    [Fact]
    public void Postfix_is_read()
    {
        var field = ReceivedField.Read(
            "from mx.example.net (mx.example.net [192.0.2.7]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 "
            + "(256/256 bits) key-exchange X25519) (No client certificate requested) by mail.example.org (Postfix) "
            + "with ESMTPS id 4F5A1 for <ann@example.org>; Thu, 26 Nov 2026 06:00:01 +0100 (CET)");
        Assert.Equal("mx.example.net", field.From);
        Assert.Equal("192.0.2.7", field.FromAddress);
        Assert.Equal("mail.example.org", field.By);
        Assert.Equal("ESMTPS", field.With);
        Assert.Equal("4F5A1", field.Id);
        Assert.Equal("ann@example.org", field.For);
        Assert.StartsWith("using TLSv1.3", field.Tls, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 6, 0, 1, TimeSpan.FromHours(1)), field.Date);
        Assert.Equal(TimeSpan.FromHours(1), field.Date!.Value.Offset);
    }

    [Theory]
    [InlineData("from a (b [IPv6:2001:db8::1]) by c with SMTP; 1 Jan 2026 00:00:00 GMT", "2001:db8::1")]
    [InlineData("from [192.0.2.1] by c with SMTP; 1 Jan 2026 00:00:00 GMT", "192.0.2.1")]
    [InlineData("from a (192.0.2.9) by c; 1 Jan 2026 00:00:00 GMT", "192.0.2.9")]
    [InlineData("from a (::1) by c; 1 Jan 2026 00:00:00 GMT", "::1")]
    [InlineData("from a by c (192.0.2.9); 1 Jan 2026 00:00:00 GMT", null)]
    [InlineData("by c with LMTP id x; 1 Jan 2026 00:00:00 GMT", null)]
    public void The_address_is_that_of_the_sender(string text, string? address)
    {
        var field = ReceivedField.Read(text);
        Assert.Equal(address, field.FromAddress);
        Assert.Equal("c", field.By);
        Assert.NotNull(field.Date);
    }

    [Theory]
    [InlineData("by x with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA) id 15.20; 1 Jan 26 00:00 Z",
        "Microsoft SMTP Server", true)]
    [InlineData("by x with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96); 1 Jan 2026 00:00:00 +0000",
        "esmtps", true)]
    [InlineData("by x with ESMTPSA tls TLS_AES_256_GCM_SHA384; 1 Jan 2026 00:00:00 +0000", "ESMTPSA", true)]
    [InlineData("by x (no tls here) with ESMTP; 1 Jan 2026 00:00:00 +0000", "ESMTP", false)]
    public void What_it_says_of_TLS_is_kept(string text, string with, bool speaksOfTls)
    {
        var field = ReceivedField.Read(text);
        Assert.Equal(with, field.With);
        Assert.Equal(speaksOfTls, field.Tls is not null);
    }

    [Theory]
    [InlineData("by x; Thu, 26 Nov 2026 06:00:01 +0100", "05:00:01")]
    [InlineData("by x; 26 Nov 2026 06:00 EST", "11:00:00")]
    [InlineData("by x; 26 Nov 26 06:00:01 UT", "06:00:01")]
    [InlineData("by x; Thu, 26 Nov 2026 06:00:01 -0000", "06:00:01")]
    [InlineData("by x; Thu, 26 Nov 2026 06:00:01 PDT", "13:00:01")]
    [InlineData("by x; Thu, 26 Nov 2026 06:00:01 +0100 (CET; still a comment)", "05:00:01")]
    [InlineData("by x (a; b) id \"c;d\"; Thu, 26 Nov 2026 06:00:01 +0100 (W. Europe Standard Time)", "05:00:01")]
    [InlineData("by x; first; Thu,  6 Nov 2026 06:00:01 +0100", "05:00:01")]
    [InlineData("by x; Thu, 26 Nov 2026 06:00:01 (MESZ)", "06:00:01")]
    public void The_date_stands_behind_the_last_semicolon(string text, string utc) => Assert.Equal(
        utc, ReceivedField.Read(text).Date!.Value.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("by x")]
    [InlineData("by x; Do, 26 Nov 2026 gestern")]
    [InlineData("by x; Wed, 07 Apr 22224 48:108:858")]
    [InlineData("by x (open; 26 Nov 2026 06:00:01 +0100")]
    [InlineData("\"open by x; 26 Nov 2026 06:00:01 +0100")]
    [InlineData("(((((((((((((((((((((((((((((\\")]
    [InlineData("by by by from from with id for tls;;;")]
    public void Garbage_has_no_date_and_is_kept_as_it_is(string text)
    {
        var field = ReceivedField.Read(text);
        Assert.Null(field.Date);
        Assert.Equal(text, field.Raw);
    }

    [Fact]
    public void No_text_throws()
    {
        var random = new SeededRandom(SeededRandom.RunSeed);
        const string Pieces = "from by with id for tls ( ) ; \" \\ < > [ ] . : 1 é \0";
        var words = Pieces.Split(' ');
        for (var i = 0; i < 5000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(
                _ => words[random.Next(words.Length)] + (random.Next(2) == 0 ? " " : "")));
            Assert.Equal(text, ReceivedField.Read(text).Raw);
        }
    }
}
