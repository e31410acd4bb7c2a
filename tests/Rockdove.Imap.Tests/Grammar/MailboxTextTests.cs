using System.Text;
using Rockdove.Testing;

namespace Rockdove.Imap.Tests;

/// <summary>Modified UTF-7, RFC 3501 section 5.1.3.</summary>
public class MailboxTextTests
{
    [Theory]
    [InlineData("INBOX", "INBOX")]
    [InlineData("&", "&-")]
    [InlineData("a&b&c", "a&-b&-c")]
    [InlineData("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-")]
    [InlineData("Entwürfe", "Entw&APw-rfe")]
    [InlineData("😀", "&2D3eAA-")]
    [InlineData("\u00e4&\u00e4", "&AOQ-&-&AOQ-")]
    public void A_name_has_one_form_on_the_wire(string name, string wire)
    {
        Assert.Equal(wire, MailboxText.EncodeUtf7(name));
        Assert.True(MailboxText.TryDecodeUtf7(wire, out var decoded));
        Assert.Equal(name, decoded);
    }

    [Theory]
    [InlineData("x&")]
    [InlineData("x&AOQ")]
    [InlineData("x&YQ-")] // an "a" that needs no shift
    [InlineData("&AOQ-&AOQ-")] // out of the shift and in again
    [InlineData("&AOR-")] // bits left over
    [InlineData("&AO-")] // half a unit
    [InlineData("&2D0-")] // half a surrogate pair
    [InlineData("&AOQ=-")]
    [InlineData("&A/Q-")]
    [InlineData("&!!!-")]
    [InlineData("ä")]
    public void What_would_be_written_otherwise_is_not_read(string wire) =>
        Assert.False(MailboxText.TryDecodeUtf7(wire, out _));

    [Fact]
    public void Any_name_comes_back_as_it_was() => SeededRandom.Rounds(500, random =>
    {
        var name = new StringBuilder();
        for (var i = random.Next(12); i >= 0; i--)
        {
            name.Append(new Rune(random.Next(4) switch
            {
                0 => 0x1F300 + random.Next(500), // two units each
                1 => 0xA1 + random.Next(5000),
                _ => 0x20 + random.Next(95),
            }));
        }

        var wire = MailboxText.EncodeUtf7(name.ToString());

        Assert.True(Ascii.IsValid(wire));
        Assert.True(MailboxText.TryDecodeUtf7(wire, out var decoded), wire);
        Assert.Equal(name.ToString(), decoded);
    });

    [Theory]
    [InlineData("a", true)]
    [InlineData("a/b.c", true)]
    [InlineData("...", true)]
    [InlineData("", false)]
    [InlineData("/", false)]
    [InlineData("a/", false)]
    [InlineData("/a", false)]
    [InlineData("a//b", false)]
    [InlineData(".", false)]
    [InlineData("a/..", false)]
    [InlineData("a\u0000b", false)]
    [InlineData("a\u0085b", false)]
    [InlineData("a\u2028b", false)]
    [InlineData("a%b", false)]
    [InlineData("a*b", false)]
    [InlineData("1234567890", true)]
    [InlineData("12345678901", false)]
    [InlineData("éééééé", false)]
    public void Not_every_name_is_fit_to_be_one(string name, bool isFit) =>
        Assert.Equal(isFit, MailboxText.IsFitToCreate(name, '/', 10));
}
