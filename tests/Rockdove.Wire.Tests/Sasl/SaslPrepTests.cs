namespace Rockdove.Wire.Tests;

public sealed class SaslPrepTests
{
    // The first five are the examples of RFC 4013 section 3 that do not need the direction of a character.
    [Theory]
    [InlineData("I\u00ADX", "IX")]
    [InlineData("user", "user")]
    [InlineData("USER", "USER")]
    [InlineData("\u00AA", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("a\u00A0b\u3000c\u200Bd", "a b c d")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData(
        "\uFDFA",
        "\u0635\u0644\u0649 \u0627\u0644\u0644\u0647 \u0639\u0644\u064A\u0647 \u0648\u0633\u0644\u0645")]
    [InlineData("\U0001F54A", "\U0001F54A")]
    public void Text_is_mapped_and_normalised(string text, string expected)
    {
        Assert.True(SaslPrep.TryPrepare(text, out var prepared));
        Assert.Equal(expected, prepared);
        Assert.True(SaslPrep.TryPrepare(new Secret(text).RevealOctets(), out Secret? secret));
        Assert.Equal(expected, secret.RevealText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u00AD")]
    [InlineData("\u0007")]
    [InlineData("a\u007F")]
    [InlineData("\u0085")]
    [InlineData("a\0")]
    [InlineData("\uE000")]
    [InlineData("\uFDD0")]
    [InlineData("\uFFFE")]
    [InlineData("\U0001FFFF")]
    [InlineData("\uFFFD")]
    [InlineData("\u200E")]
    [InlineData("\u202E")]
    [InlineData("\u2028")]
    [InlineData("\u2FF0")]
    [InlineData("\u0340")]
    [InlineData("\U000E0041")]
    [InlineData("a\uD800b")]
    public void Prohibited_characters_and_empty_results_are_refused(string text)
    {
        Assert.False(SaslPrep.TryPrepare(text, out var prepared));
        Assert.Null(prepared);
    }

    [Fact]
    public void Octets_that_are_not_utf8_are_refused()
    {
        Assert.False(SaslPrep.TryPrepare([0xC0, 0x80], out string? name));
        Assert.False(SaslPrep.TryPrepare([0xED, 0xA0, 0x80], out Secret? secret));
        Assert.Null(name);
        Assert.Null(secret);
    }
}
