using System.Net;
using Rockdove.Storage;

namespace Rockdove.Catcher.Tests;

/// <summary>The paths below /api/v1/tags.</summary>
public class MailpitTagTests
{
    [Fact]
    public async Task Tags_are_set_listed_found_renamed_and_deleted()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var ids = await catcher.SendThreeAsync();
        Assert.Equal("[]", await TagsAsync(catcher));

        await catcher.CallOkAsync("PUT", Path, $$"""{"IDs":["{{ids[0]}}","{{ids[1]}}"],"Tags":["To do","paid"]}""");
        Assert.Equal("""["paid","To do"]""", await TagsAsync(catcher));
        Assert.Equal(["2", "1"], await catcher.FindAsync("tag:\"to do\""));
        var message = await catcher.GetJsonAsync($"api/v1/message/{ids[0]}");
        Assert.Equal("""["paid","To do"]""", message.GetProperty("Tags").GetRawText());
        var list = await catcher.GetJsonAsync("api/v1/messages");
        Assert.Equal("""["paid","To do"]""", list.GetProperty("tags").GetRawText());
        Assert.Equal("""["paid","To do"]""", list.GetProperty("messages")[2].GetProperty("Tags").GetRawText());

        await catcher.CallOkAsync("PUT", Path, $$"""{"IDs":["{{ids[1]}}"],"Tags":["paid"]}""");
        Assert.Equal(["1"], await catcher.FindAsync("tag:\"to do\""));
        await catcher.CallOkAsync("PUT", $"{Path}/To%20do", """{"Name":"Done"}""");
        Assert.Equal(["1"], await catcher.FindAsync("tag:done"));
        Assert.Equal("""["Done","paid"]""", await TagsAsync(catcher));
        await catcher.CallOkAsync("PUT", $"{Path}/Done", """{"Name":"DONE"}""");
        Assert.Equal("""["DONE","paid"]""", await TagsAsync(catcher));
        await catcher.CallOkAsync("DELETE", $"{Path}/paid");
        await catcher.CallOkAsync("DELETE", $"{Path}/never-there");
        Assert.Equal("""["DONE"]""", await TagsAsync(catcher));
        Assert.Equal(["1"], await catcher.FindAsync("is:tagged"));
        await catcher.CallOkAsync("PUT", Path, $$"""{"IDs":["{{ids[0]}}"],"Tags":[]}""");
        Assert.Equal("[]", await TagsAsync(catcher));
        Assert.Empty(await catcher.FindAsync("is:tagged"));
    }

    [Fact]
    public async Task What_cannot_be_a_tag_changes_nothing()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var ids = await catcher.SendThreeAsync();
        await catcher.CallOkAsync("PUT", Path, $$"""{"IDs":["{{ids[0]}}"],"Tags":["red","blue"]}""");

        foreach (var (path, body) in ((string, string)[])
        [
            ("api/v1/tags", ""),
            ("api/v1/tags", "{}"),
            ("api/v1/tags", """{"IDs":["@"],"Tags":["paid","no*good"]}"""),
            ("api/v1/tags", """{"IDs":["@"],"Tags":["$Junk"]}"""),
            ("api/v1/tags", """{"IDs":["@"],"Tags":[""]}"""),
            ("api/v1/tags", """{"IDs":["@"],"Tags":[null]}"""),
            ("api/v1/tags", """{"IDs":[null],"Tags":["paid"]}"""),
            ("api/v1/tags/red", ""),
            ("api/v1/tags/red", """{"Name":null}"""),
            ("api/v1/tags/red", """{"Name":"no*good"}"""),
            ("api/v1/tags/red", """{"Name":"Blue"}"""),
            ("api/v1/tags/green", """{"Name":"yellow"}"""),
        ])
            await catcher.CallInVainAsync("PUT", path, body.Replace("@", ids[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_has_at_most_50_tags()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var ids = await catcher.SendThreeAsync();
        var tags = string.Join(',', Enumerable.Range(0, 50).Select(number => $"\"t{number}\""));

        await catcher.CallOkAsync("PUT", Path, $$"""{"IDs":["{{ids[0]}}"],"Tags":[{{tags}}]}""");
        await catcher.CallInVainAsync("PUT", Path, $$"""{"IDs":["{{ids[0]}}"],"Tags":[{{tags}},"one more"]}""");
    }

    [Fact]
    public async Task Tags_are_keywords_and_what_programs_keep_for_themselves_stays()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var ids = await catcher.SendThreeAsync();
        var (store, mailbox) = (catcher.Mail.Store, catcher.Mail.Mailbox);
        var flags = new FlagSet(SystemFlags.Flagged, "$Forwarded", "C++", "Later");
        await store.StoreFlagsAsync(mailbox, UidSet.Of(Uid.First), FlagChange.Add(flags), null, Limit.Token);
        Assert.Equal("""["C\u002B\u002B","Later"]""", await TagsAsync(catcher));

        await catcher.CallOkAsync("PUT", Path, $$"""{"IDs":["{{ids[0]}}"],"Tags":["C++","To do"]}""");

        await foreach (var row in store.ReadAsync(mailbox, UidSet.Of(Uid.First), MessageFields.None, Limit.Token))
            Assert.Equal(new FlagSet(SystemFlags.Flagged, "$Forwarded", "C++", "To+do"), row.Flags);
        await store.StoreFlagsAsync(
            mailbox, UidSet.Of(Uid.First), FlagChange.Add(new FlagSet(SystemFlags.None, "a/b")), null, Limit.Token);
        await catcher.CallOkAsync("DELETE", $"{Path}/a%2Fb");
        await catcher.CallOkAsync("DELETE", $"{Path}/C++");
        Assert.Equal("""["To do"]""", await TagsAsync(catcher));
    }

    [Theory]
    [InlineData("paid", "paid")]
    [InlineData("To do", "To+do")]
    [InlineData("  To   do ", "To+do")]
    [InlineData("a_b-c.d@e", "a_b-c.d@e")]
    [InlineData("C++", "C++")]
    [InlineData("To+do", null)]
    [InlineData("", null)]
    [InlineData("\u00e4", null)]
    [InlineData("$Junk", null)]
    [InlineData("a\tb", null)]
    public void A_tag_is_a_keyword(string tag, string? keyword)
    {
        Assert.Equal(keyword, TagName.ToKeyword(tag));
        if (keyword is not null)
            Assert.Equal(keyword, TagName.ToKeyword(TagName.Of(keyword)!));
    }

    [Fact]
    public void A_tag_of_100_characters_is_one_and_a_longer_one_is_not()
    {
        var longest = string.Concat(Enumerable.Repeat("a b c d ex", 10));

        Assert.Equal(TagName.MaximumLength, longest.Length);
        Assert.NotNull(TagName.ToKeyword(longest));
        Assert.Null(TagName.ToKeyword(new string('a', 50) + " " + new string('b', 50)));
    }

    [Fact]
    public void Each_keyword_that_is_shown_as_a_tag_is_found_by_it()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var keyword = new string(random.GetItems<char>("aB1+++$_.@/&", random.Next(1, 8)));
            if (TagName.Of(keyword) is { } tag)
                Assert.Equal(keyword, TagName.ToKeyword(tag));
            else
                Assert.StartsWith("$", keyword, StringComparison.Ordinal);
        }
    }

    private static async Task<string> TagsAsync(RunningCatcher catcher)
    {
        var (status, text) = await catcher.CallAsync("GET", Path);
        Assert.Equal(HttpStatusCode.OK, status);
        return text;
    }

    private const string Path = "api/v1/tags";
}
