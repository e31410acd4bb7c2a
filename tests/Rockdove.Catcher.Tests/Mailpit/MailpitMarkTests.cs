namespace Rockdove.Catcher.Tests;

/// <summary>PUT /api/v1/messages.</summary>
public class MailpitMarkTests
{
    [Fact]
    public async Task Messages_are_marked_by_id_by_search_or_all_of_them()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var ids = await catcher.SendThreeAsync();

        await catcher.CallOkAsync("PUT", Path, $$"""{"Read":true,"IDs":["{{ids[0]}}","nonsense","{{ids[1]}}"]}""");
        Assert.Equal(["3"], await catcher.UnreadAsync());
        await catcher.CallOkAsync("PUT", Path, """{"Read":false,"Search":"from:ann"}""");
        Assert.Equal(["3", "1"], await catcher.UnreadAsync());
        await catcher.CallOkAsync("PUT", Path, """{"Read":true}""");
        Assert.Empty(await catcher.UnreadAsync());
        await catcher.CallOkAsync("PUT", Path, """{"IDs":[],"Search":""}""");
        Assert.Equal(["3", "2", "1"], await catcher.UnreadAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_marks_nothing()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendThreeAsync();

        foreach (var body in (string[])
        [
            "",
            "null",
            "[]",
            "{",
            """{"Read":"yes"}""",
            """{"Read":true,"IDs":[null]}""",
            """{"Read":true,"Id":["x"]}""",
            """{"Read":true,"IDs":["x"],"Search":"from:ann"}""",
            """{"Read":true,"Search":"before:yesterday"}""",
            """{"Read":true,"Search":"\"\""}""",
        ])
            await catcher.CallInVainAsync("PUT", Path, body);
    }

    [Fact]
    public async Task Names_are_read_in_any_case_as_go_reads_them()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var ids = await catcher.SendThreeAsync();

        await catcher.CallOkAsync("PUT", Path, $$"""{"read":true,"ids":["{{ids[0]}}"]}""");
        Assert.Equal(["3", "2"], await catcher.UnreadAsync());
        await catcher.CallOkAsync("DELETE", Path, $$"""{"ids":["{{ids[0]}}"]}""");
        Assert.Equal(["3", "2"], await catcher.SubjectsAsync());
        await catcher.CallInVainAsync("DELETE", Path, $$"""{"messages":["{{ids[1]}}"]}""");
    }

    private const string Path = "api/v1/messages";
}
