using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

public class TokenFileTests
{
    [Fact]
    public void A_token_is_known_as_it_is_or_by_its_hash()
    {
        // printf %s 0123456789abcdef | sha256sum
        var file = TokenFile.Parse("""
            # of the build
            ci   read,write  a-token-of-the-build
            app  send  sha256:9F9F5111F7B27A781F1F1DDDE5EBC2DD2B796BFC7365C9C28B548E564176929F
            """);

        Assert.Equal(AccessScopes.Read | AccessScopes.Write, file.Find("a-token-of-the-build"));
        Assert.Equal(AccessScopes.Send, file.Find("0123456789abcdef"));
        Assert.Null(file.Find("0123456789abcdeF"));
        Assert.Null(file.Find(""));
        Assert.Null(file.Find("sha256:9F9F5111F7B27A781F1F1DDDE5EBC2DD2B796BFC7365C9C28B548E564176929F"));
    }

    [Theory]
    [InlineData("", "no token")]
    [InlineData("ci read", "line 1 is not NAME SCOPES TOKEN")]
    [InlineData("ci read 0123456789abcdef more", "line 1 is not NAME SCOPES TOKEN")]
    [InlineData("ci admin 0123456789abcdef", "read, write or send")]
    [InlineData("ci read, 0123456789abcdef", "read, write or send")]
    [InlineData("ci read 0123456789abcde", "16 to 1000")]
    [InlineData("ci read sha256:abc", "16 to 1000")]
    [InlineData("a read 0123456789abcdef\na send 0123456789abcdeg", "line 2")]
    [InlineData("a read 0123456789abcdef\nb send 0123456789abcdef", "line 2")]
    public void What_is_no_such_file_is_told_without_its_tokens(string text, string told)
    {
        var error = Assert.Throws<FormatException>(() => TokenFile.Parse(text));

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0123", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_has_16_to_1000_characters_and_there_are_at_most_1000()
    {
        Assert.NotNull(TokenFile.Parse($"a read {new string('x', 1000)}").Find(new string('x', 1000)));
        Assert.Throws<FormatException>(() => TokenFile.Parse($"a read {new string('x', 1001)}"));
        var most = string.Join('\n', Enumerable.Range(0, TokenFile.MostTokens).Select(i => $"n{i} read token-{i:D16}"));
        Assert.Equal(TokenFile.MostTokens, TokenFile.Parse(most).Count);
        Assert.Throws<FormatException>(() => TokenFile.Parse(most + "\nv read the-one-too-many-of-them"));
    }
}
