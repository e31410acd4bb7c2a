namespace Rockdove.Mime.Tests;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("message/external-body; access-type=URL;\n URL*0=\"ftp://\";\n "
        + "URL*1=\"cs.utk.edu/pub/moore/bulk-mailer.tar\"",
        "url", "ftp://cs.utk.edu/pub/moore/bulk-mailer.tar")]
    [InlineData("application/x-stuff;\n title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", "title", "This "
        + "is ***fun***")]
    [InlineData("application/x-stuff;\n title*0*=us-ascii'en'This%20is%20even%20more%20;\n"
        + " title*1*=%2A%2A%2Afun%2A%2A%2A%20;\n title*2=\"isn't it!\"", "title", "This is even more ***fun*** "
            + "isn't it!")]
    public void The_examples_of_rfc_2231_sections_3_and_4_are_read(string value, string name, string expected) =>
        Assert.Equal(expected, Mail.Read($"Content-Type: {value}\n\n").Root.ContentType.Parameters[name]);

    [Theory]
    [InlineData("name*1=b; name*0=a", "ab")]
    [InlineData("name*0=a; name*2=c", "a")]
    [InlineData("name*0=a; name*0=x; name*1=b", "ab")]
    [InlineData("name=plain; name*=utf-8''%C3%A9", "é")]
    [InlineData("name*=utf-8''%C3%A9; name=plain", "é")]
    [InlineData("name=first; name=second", "first")]
    [InlineData("name*=iso-8859-1''%E9", "é")]
    [InlineData("name*0*=utf-8''%C3; name*1*=%A9", "é")]
    [InlineData("name*=noquotes%20here", "noquotes here")]
    [InlineData("name*=x-none''%E9", "é")]
    [InlineData("name=\"a \\\"b\\\" \\\\c\"", "a \"b\" \\c")]
    [InlineData("name=two words.txt ; x=y", "two words.txt")]
    [InlineData("name=a.txt (the file)", "a.txt")]
    [InlineData("(c) name (c) = (c) a.txt", "a.txt")]
    [InlineData("name=\"open", "open")]
    [InlineData("name=\"folded\n one\"", "folded one")]
    [InlineData("NAME=\"semi;colon\"", "semi;colon")]
    [InlineData("name=\"=?utf-8?B?w6k=?=\"", "é")]
    [InlineData("name=\"é\"", "é")]
    [InlineData("name*1=b", "b")]
    [InlineData("x", null)]
    public void A_parameter_is_read_as_it_was_meant(string parameters, string? expected) =>
        Assert.Equal(expected, Mail.Read($"Content-Type: a/b; {parameters}\n\n").Root.ContentType.Parameters["name"]);

    [Theory]
    [InlineData("TEXT/Html; charset=X", "text/html")]
    [InlineData("text/html charset=x", "text/html")]
    [InlineData("(c) text/html (d)", "text/html")]
    [InlineData("text", "text/plain")]
    [InlineData("/plain", "text/plain")]
    [InlineData("image/", "text/plain")]
    [InlineData("a/b/c", "text/plain")]
    public void A_content_type_that_cannot_be_read_is_text(string value, string expected) =>
        Assert.Equal(expected, Mail.Read($"Content-Type: {value}\n\n").Root.ContentType.MediaType);

    [Fact]
    public void A_malformed_content_type_is_reported() =>
        Assert.Equal([MimeDefectKind.ContentTypeMalformed], Mail.Read("Content-Type: text\n\n").Defects.Kinds());

    [Fact]
    public void The_file_name_of_the_disposition_comes_before_the_name_of_the_type()
    {
        const string both = "Content-Type: a/b; name=type\nContent-Disposition: attachment; filename=disposition\n\n";
        Assert.Equal("disposition", Mail.Read(both).Root.FileName);
        Assert.Equal("type", Mail.Read("Content-Type: a/b; name=type\n\n").Root.FileName);
    }

    [Fact]
    public void Parameters_are_read_up_to_their_limit()
    {
        var limits = new MimeLimits { Parameters = 2 };
        var atLimit = Mail.Read("Content-Type: a/b; x=1; y=2\n\n", limits);
        Assert.Equal(2, atLimit.Root.ContentType.Parameters.Count);
        Assert.Empty(atLimit.Examine());
        var pastLimit = Mail.Read("Content-Type: a/b; x=1; y=2; z=3\n\n", limits);
        Assert.Equal(2, pastLimit.Root.ContentType.Parameters.Count);
        Assert.Equal([MimeDefectKind.TooManyParameters], pastLimit.Examine().Kinds());
    }
}
