namespace Rockdove.Storage.Tests;

public sealed class FlagSetTests
{
    [Theory]
    [InlineData("$Junk", true)]
    [InlineData("a.b-c_d+e'f}", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("\\Seen", false)]
    [InlineData("a\"", false)]
    [InlineData("a*", false)]
    [InlineData("a%", false)]
    [InlineData("a)", false)]
    [InlineData("a]", false)]
    [InlineData("a{", false)]
    [InlineData("a\r\n", false)]
    [InlineData("a\0", false)]
    [InlineData("a\u007f", false)]
    [InlineData("ä", false)]
    public void A_keyword_is_an_atom(string keyword, bool valid)
    {
        Assert.Equal(valid, FlagSet.IsKeyword(keyword));
        if (valid)
            Assert.True(new FlagSet(SystemFlags.None, keyword).Has(keyword));
        else
            Assert.Throws<ArgumentException>(() => new FlagSet(SystemFlags.None, keyword));
    }

    [Fact]
    public void A_keyword_has_a_length()
    {
        Assert.True(FlagSet.IsKeyword(new string('k', FlagSet.MaximumKeywordLength)));
        Assert.False(FlagSet.IsKeyword(new string('k', FlagSet.MaximumKeywordLength + 1)));
    }

    [Fact]
    public void A_set_takes_so_many_keywords_and_no_more()
    {
        string[] most = [.. Enumerable.Range(0, FlagSet.MaximumKeywords).Select(i => $"k{i}")];

        Assert.Equal(FlagSet.MaximumKeywords, new FlagSet(SystemFlags.None, [.. most, "K0"]).Keywords.Length);
        Assert.Throws<ArgumentException>(() => new FlagSet(SystemFlags.None, [.. most, "one more"]));
        Assert.Throws<ArgumentException>(() => new FlagSet(SystemFlags.None, [.. most, "more"]));
    }

    [Fact]
    public void Order_and_case_do_not_tell_sets_apart()
    {
        var one = new FlagSet(SystemFlags.Seen, "b", "A", "a");
        var other = new FlagSet(SystemFlags.Seen, "a", "B");

        Assert.True(one == other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal("\\Seen A b", one.ToString());
        Assert.False(one == new FlagSet(SystemFlags.Seen, "a"));
        Assert.False(one == new FlagSet(SystemFlags.Draft, "a", "b"));
        Assert.True(FlagSet.None == one.Except(one));
        Assert.True(one.Except(one).IsEmpty);
    }

    [Fact]
    public void All_system_flags_print_as_imap_names_them() =>
        Assert.Equal(
            "\\Answered \\Flagged \\Deleted \\Seen \\Draft",
            new FlagSet((SystemFlags)31).ToString());
}
