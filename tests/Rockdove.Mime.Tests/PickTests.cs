namespace Rockdove.Mime.Tests;

public sealed class PickTests
{
    [Fact]
    public void Text_and_html_of_an_alternative_are_the_bodies()
    {
        var message = Of("multipart/alternative", "\ntext", "Content-Type: text/html\n\n<p>html");
        Assert.Equal(("text", "<p>html"), (message.Text, message.Html));
        Assert.Equal(("1", "2"), (message.TextBody!.Id, message.HtmlBody!.Id));
        Assert.Empty(message.Attachments);
        Assert.Empty(message.Inlines);
    }

    [Fact]
    public void An_image_that_the_html_shows_is_inline()
    {
        var message = Of(
            "multipart/related", "Content-Type: text/html\n\n<img src=cid:i@x>", "Content-Type: image/png\n"
                + "Content-ID: <i@x>\n\n.");
        Assert.Null(message.Text);
        Assert.Equal("2", Mail.Ids(message.Inlines));
        Assert.Equal("i@x", message.Inlines[0].ContentId);
        Assert.Empty(message.Attachments);
    }

    [Theory]
    [InlineData("Content-Type: application/pdf", "2", "")]
    [InlineData("Content-Type: application/pdf\nContent-ID: <x@y>", "2", "")]
    [InlineData("Content-Type: image/png\nContent-Disposition: inline", "", "2")]
    [InlineData("Content-Disposition: attachment", "2", "")]
    [InlineData("Content-Disposition: x-new", "2", "")]
    [InlineData("Content-Type: text/plain; name=a.txt", "2", "")]
    [InlineData("Content-Type: text/plain\nContent-Disposition: inline; filename=a.txt", "", "2")]
    [InlineData("Content-Type: text/calendar", "2", "")]
    [InlineData("Content-Type: message/rfc822", "2", "")]
    [InlineData("Content-Type: message/rfc822\nContent-Disposition: inline", "2", "")]
    [InlineData("Content-Type: text/plain", "", "")]
    public void The_second_part_is_attached_or_inline(string header, string attachments, string inlines)
    {
        var message = Of("multipart/mixed", "\ntext", header + "\n\nsecond");
        Assert.Equal((attachments, inlines), (Mail.Ids(message.Attachments), Mail.Ids(message.Inlines)));
        var isBody = attachments.Length + inlines.Length == 0;
        Assert.Equal(isBody ? "text\r\nsecond" : "text", message.Text);
    }

    [Fact]
    public void What_an_attached_message_holds_is_not_picked()
    {
        var message = Of("multipart/mixed", "Content-Type: message/rfc822\n\nContent-Type: text/html\n\n<p>", "\n"
            + "after");
        Assert.Equal("1", Mail.Ids(message.Attachments));
        Assert.Null(message.Html);
        Assert.Equal("after", message.Text);
    }

    [Fact]
    public void A_single_attachment_is_no_text()
    {
        var message = Mail.Read("Content-Type: application/pdf\n\n%PDF");
        Assert.Null(message.Text);
        Assert.Equal("1", Mail.Ids(message.Attachments));
        Assert.Equal("", message.Snippet());
    }

    [Fact]
    public void The_snippet_falls_back_on_the_html() =>
        Assert.Equal("html", Of("multipart/alternative", "\n  \n", "Content-Type: text/html\n\n<p>html").Snippet());

    private static MimeMessage Of(string type, params string[] parts) => Mail.Read(
        $"Content-Type: {type}; boundary=b\n\n--b\n{string.Join("\n--b\n", parts)}\n--b--\n");
}
