namespace Rockdove.Mime.Tests;

public sealed class EncodedWordTests
{
    [Theory]
    [InlineData("(=?ISO-8859-1?Q?a?=)", "(a)")]
    [InlineData("(=?ISO-8859-1?Q?a?= b)", "(a b)")]
    [InlineData("(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)")]
    [InlineData("(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)", "(ab)")]
    [InlineData("(=?ISO-8859-1?Q?a?=\n    =?ISO-8859-1?Q?b?=)", "(ab)")]
    [InlineData("(=?ISO-8859-1?Q?a_b?=)", "(a b)")]
    [InlineData("(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)")]
    [InlineData(
        "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=\n =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
        "If you can read this you understand the example.")]
    public void The_examples_of_rfc_2047_section_8_are_decoded(string value, string expected) =>
        Assert.Equal(expected, Mail.Read($"Subject: {value}\n\n").Subject);

    [Theory]
    [InlineData("=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>", "Keith Moore", "moore@cs.utk.edu")]
    [InlineData("=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?= <keld@dkuug.dk>", "Keld Jørn Simonsen", "keld@dkuug.dk")]
    [InlineData("=?ISO-8859-1?Q?Andr=E9?= Pirard <PIRARD@vm1.ulg.ac.be>", "André Pirard", "PIRARD@vm1.ulg.ac.be")]
    [InlineData("=?ISO-8859-1?Q?Olle_J=E4rnefors?= <ojarnef@admin.kth.se>", "Olle Järnefors", "ojarnef@admin.kth.se")]
    [InlineData("(=?iso-8859-8?b?7eXs+SDv4SDp7Oj08A==?=) nsb@b.com", "םולש ןב ילטפנ", "nsb@b.com")]
    public void The_names_of_rfc_2047_section_8_are_decoded(string value, string name, string address)
    {
        var from = Assert.Single(Mail.Read($"From: {value}\n\n").From);
        Assert.Equal((name, address), (from.Name, from.Address));
    }

    [Theory]
    [InlineData("=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "é")]
    [InlineData("=?utf-8?B?w6k=?=\n\t=?utf-8?B?4g==?= =?UTF-8?Q?=82=AC?=", "é€")]
    [InlineData("=?utf-8*fr?Q?=C3=A9?=", "é")]
    [InlineData("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本")]
    [InlineData("=?gb2312?B?xOO6ww==?= =?big5?B?p0G mbg==?=", "你好你好")]
    [InlineData("=?koi8-r?Q?=F0=D2=C9=D7=C5=D4?=", "Привет")]
    [InlineData("=?cp1252?Q?=80?= =?windows-1251?Q?=CF?=", "€П")]
    public void Words_are_joined_before_their_charset_is_applied(string value, string expected) =>
        Assert.Equal(expected, Mail.Read($"Subject: {value}\n\n").Subject);

    [Theory]
    [InlineData("=?utf-8?Q?open")]
    [InlineData("=?utf-8?X?text?=")]
    [InlineData("=??Q?text?=")]
    [InlineData("=?utf-8?Q")]
    [InlineData("=?")]
    public void What_is_no_encoded_word_stays(string value)
    {
        var message = Mail.Read($"Subject: {value}\n\n");
        Assert.Equal(value, message.Subject);
        Assert.Empty(message.Examine());
    }

    [Fact]
    public void A_word_right_after_text_that_looks_like_one_is_still_found() =>
        Assert.Equal("=? é", Mail.Read("Subject: =? =?utf-8?Q?=C3=A9?=\n\n").Subject);

    [Theory]
    [InlineData("=?utf-8?Q?a=0D=0ABcc:_x?=", "a  Bcc: x")]
    [InlineData("=?utf-8?B?YQ0KQmNjOiB4AA==?=", "a  Bcc: x\uFFFD")]
    public void A_decoded_word_cannot_start_a_header_of_its_own(string value, string expected) =>
        Assert.Equal(expected, Mail.Read($"Subject: {value}\n\n").Subject);

    [Fact]
    public void An_unknown_charset_is_read_as_latin_1_and_reported()
    {
        var message = Mail.Read("Subject: =?x-none?Q?=E9?=\n\n");
        Assert.Equal("é", message.Subject);
        Assert.Equal([MimeDefectKind.CharsetUnknown], message.Examine().Kinds());
    }

    [Fact]
    public void Damage_inside_a_word_is_reported()
    {
        Assert.Equal([MimeDefectKind.EncodedWordMalformed], Mail.Read("Subject: "
            + "=?utf-8?Q?=ZZ?=\n\n").Examine().Kinds());
        Assert.Equal([MimeDefectKind.EncodedWordMalformed], Mail.Read("Subject: "
            + "=?utf-8?B?YW*J?=\n\n").Examine().Kinds());
    }

    [Fact]
    public void Raw_utf_8_and_raw_latin_1_are_both_read()
    {
        Assert.Equal("é", Mail.Read("Subject: é\n\n").Subject);
        var latin = MimeMessage.Read(new byte[] { (byte)'S', (byte)':', 0xE9, 13, 10, 13, 10 });
        Assert.Equal("é", latin.Headers.Text("s"));
        Assert.Equal([MimeDefectKind.HeaderNotUtf8], latin.Defects.Kinds());
    }
}
