namespace Rockdove.Catcher.Tests;

public class TaggingTests
{
    private const string Message =
        "Subject: tagged\r\nX-Tags: one, two words ,no(tag,ONE\r\nx-tags: =?utf-8?q?three?=\r\n\r\nX-Tags: body\r\n";

    [Fact]
    public async Task A_message_is_tagged_when_it_comes()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(Message, "a+from@example.org", "b+four+five@example.org", "+@example.org");

        Assert.Equal(["five", "four", "one", "three", "two words"], await TagsAsync(catcher));
        Assert.Equal(
            ["five", "four", "one", "three", "two words"],
            (await catcher.GetJsonAsync("api/v1/tags")).EnumerateArray().Select(tag => tag.GetString()));
    }

    [Theory]
    [InlineData(false, true, "four")]
    [InlineData(true, false, "one three two words")]
    [InlineData(false, false, "")]
    public async Task Each_kind_of_tag_can_be_left_out(bool header, bool plus, string tags)
    {
        await using var catcher = await RunningCatcher.StartAsync(
            new() { Tagging = new() { FromHeader = header, FromPlusAddresses = plus } });
        await catcher.SendAsync(Message, "a@example.org", "b+four@example.org");

        Assert.Equal(tags, string.Join(' ', await TagsAsync(catcher)));
    }

    [Theory]
    [InlineData(true, "ann")]
    [InlineData(false, "")]
    public async Task Who_logged_in_may_be_a_tag(bool fromUsers, string tags)
    {
        await using var catcher = await RunningCatcher.StartAsync(new() { Tagging = new() { FromUsers = fromUsers } });
        await using (var talk = await catcher.ConnectAsync())
        {
            await talk.HelloAsync();
            await talk.SayAsync($"AUTH PLAIN {Convert.ToBase64String("\0ann\0secret"u8)}", 235);
            await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
            await talk.SayAsync("RCPT TO:<b@example.org>", 250);
            await talk.SayAsync("DATA", 354);
            await talk.SayAsync("Subject: hers\r\n\r\n.", 250);
        }

        Assert.Equal(tags, string.Join(' ', await TagsAsync(catcher)));
    }

    [Theory]
    [InlineData(64 * 1024, "one")]
    [InlineData(64 * 1024 + 1, "")]
    public async Task Tags_are_looked_for_in_64_kib_of_a_header(int length, string tags)
    {
        await using var catcher = await RunningCatcher.StartAsync(new() { Tagging = new() });
        const string Tag = "X-Tags: one\r\n";
        var line = "X: " + new string('x', 95) + "\r\n";
        var before = length - Tag.Length;
        var header = string.Concat(Enumerable.Repeat(line, before / line.Length));
        header += "Y:" + new string('y', before - header.Length - 4) + "\r\n";
        await catcher.SendAsync(header + Tag + "\r\nbody\r\n");

        Assert.Equal(tags, string.Join(' ', await TagsAsync(catcher)));
    }

    [Fact]
    public async Task A_message_comes_with_at_most_50_tags()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var tags = string.Join(",\r\n ", Enumerable.Range(0, CaughtTags.MaximumTags + 1).Select(i => $"t{i}"));
        await catcher.SendAsync($"X-Tags: {tags}\r\n\r\n");

        Assert.Equal(CaughtTags.MaximumTags, (await TagsAsync(catcher)).Count);
    }

    [Theory]
    [InlineData("subject:order", "paid")]
    [InlineData("subject:invoice", "")]
    [InlineData("from:shop@example.org subject:ORDER", "paid")]
    [InlineData("addressed:hidden@example.org", "paid")]
    [InlineData("thank", "paid")]
    [InlineData("-thank", "")]
    [InlineData("has:attachment", "paid")]
    [InlineData("larger:100", "paid")]
    [InlineData("larger:10k", "")]
    [InlineData("after:2020-01-01", "paid")]
    [InlineData("before:2020-01-01", "")]
    [InlineData("tag:sale", "paid")]
    [InlineData("is:unread", "paid")]
    [InlineData("subject:invoice OR (subject:order -from:ann@example.org)", "paid")]
    public async Task What_a_search_finds_is_tagged_when_it_comes(string search, string tags)
    {
        await using var catcher = await RunningCatcher.StartAsync(
            new() { Tagging = new() { Rules = [CaughtTagRule.Read("paid", search)] } });
        await catcher.SendAsync(
            "From: shop@example.org\r\nSubject: Your order\r\nX-Tags: sale\r\n"
            + "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\nThank you.\r\n--m\r\n"
            + "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n1\r\n--m--\r\n",
            "shop@example.org", "ann@example.org", "hidden@example.org");

        Assert.Equal(tags, string.Join(' ', (await TagsAsync(catcher)).Where(tag => tag != "sale")));
    }

    [Fact]
    public async Task A_rule_has_several_tags_and_each_that_holds_counts()
    {
        CaughtTagRule[] rules =
        [
            CaughtTagRule.Read("one, two words", "subject:x"), CaughtTagRule.Read("ONE,three", "subject:x"),
            CaughtTagRule.Read("four", "subject:y"),
        ];
        await using var catcher = await RunningCatcher.StartAsync(new() { Tagging = new() { Rules = rules } });
        await catcher.SendAsync("Subject: x\r\n\r\n");

        Assert.Equal(["one", "three", "two words"], await TagsAsync(catcher));
    }

    [Fact]
    public async Task What_is_sent_by_http_is_tagged_by_rules_too()
    {
        await using var catcher = await RunningCatcher.StartAsync(
            new() { Tagging = new() { Rules = [CaughtTagRule.Read("paid,Own", "subject:order")] } });
        await catcher.CallAsync(
            "POST", "api/v1/send", """{"From":{"Email":"a@example.org"},"Subject":"order","Tags":["own"]}""");

        Assert.Equal(["own", "paid"], await TagsAsync(catcher));
    }

    [Theory]
    [InlineData(CaughtTagRule.MessageBytes, "found")]
    [InlineData(CaughtTagRule.MessageBytes + 1, "")]
    public async Task Rules_look_at_a_mebibyte_of_a_message(int length, string tags)
    {
        await using var catcher = await RunningCatcher.StartAsync(
            new() { Tagging = new() { Rules = [CaughtTagRule.Read("found", "needle")] } });
        const string Begin = "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: a/b\r\n\r\n";
        const string File = "\r\n--m\r\nContent-Type: a/b\r\nContent-Disposition: attachment; filename=needle";
        var line = new string('x', 98) + "\r\n"; // Of a part that is no text, so that text is not what is cut.
        var room = length - Begin.Length - File.Length;
        var filling = string.Concat(Enumerable.Repeat(line, room / line.Length)).PadRight(room, 'x');
        await catcher.SendAsync(Begin + filling + File + "\r\n\r\n1\r\n--m--\r\n");

        Assert.Equal(tags, string.Join(' ', await TagsAsync(catcher)));
    }

    [Theory]
    [InlineData(true, "Ann@Example.org Four Two-Words")]
    [InlineData(false, "Ann@example.org four two-words")]
    public async Task Words_of_tags_may_begin_with_capitals(bool isTitleCase, string tags)
    {
        await using var catcher = await RunningCatcher.StartAsync(
            new() { Tagging = new() { IsTitleCase = isTitleCase } });
        await catcher.SendAsync("X-Tags: two-words, Ann@example.org\r\n\r\n", "a@example.org", "b+four@example.org");

        Assert.Equal(
            tags, string.Join(' ', (await TagsAsync(catcher)).Order(StringComparer.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("", "subject:x", "cannot be a tag")]
    [InlineData("no(tag", "subject:x", "cannot be a tag")]
    [InlineData("a,,b", "subject:x", "cannot be a tag")]
    [InlineData("a", "", "says nothing")]
    [InlineData("a", "...", "says nothing")]
    [InlineData("a", "subject:x before:never", "before:never")]
    [InlineData("a", "subject:x -is:tagged", "is:tagged")]
    public void What_is_no_rule_is_refused(string tags, string search, string why) => Assert.Contains(
        why, Assert.Throws<ArgumentException>(() => CaughtTagRule.Read(tags, search)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(CaughtTagRule.Most, true)]
    [InlineData(CaughtTagRule.Most + 1, false)]
    public void There_are_at_most_100_rules(int count, bool isAllowed)
    {
        var options = new CatcherOptions
        {
            Tagging = new() { Rules = [.. Enumerable.Repeat(CaughtTagRule.Read("a", "b"), count)] },
        };

        Assert.Equal(isAllowed, Record.Exception(options.Validate) is null);
    }

    private static async Task<IReadOnlyList<string>> TagsAsync(RunningCatcher catcher) =>
        Assert.Single((await catcher.Mail.ListAsync(0, 10, Limit.Token)).Messages).Tags;
}
