namespace Rockdove.Smtp.Tests;

/// <summary>
/// Texts that make no sense are refused when the protocol is built; what they do is in Transcripts/texts.
/// </summary>
public class TextTests
{
    public static TheoryData<string?, string, string, string> BadReplies => new()
    {
        { null, nameof(SmtpReplies.SenderOk), "550 No", "'550 No' cannot stand for '250 2.1.0 Ok'" },
        { null, nameof(SmtpReplies.SenderOk), "354 Go", "Give it a code 2yz." },
        { null, nameof(SmtpReplies.SenderOk), "450 No", "Give it a code 2yz." },
        { null, nameof(SmtpReplies.StartData), "250 Ok", "Give it a code 3yz." },
        { null, nameof(SmtpReplies.StartData), "355 Go", "clients wait for 354" },
        { null, nameof(SmtpReplies.UnknownCommand), "250 Fine", "Give it a code 4yz or 5yz." },
        { null, nameof(SmtpReplies.UnknownCommand), "421 Go", "421 closes" },
        { "NOOP", nameof(SmtpReplies.Ok), "421 Go", "421 closes" },
        { "RSET", nameof(SmtpReplies.Ok), "500 What?", "Give it a code 2yz." },
        { null, nameof(SmtpReplies.CannotVerify), "500 What?", "Give it a code 2yz." },
        { null, nameof(SmtpReplies.UnknownCommand), "500 {pth}", "{pth}; here it may have {host}, {helo}, " },
        { null, nameof(SmtpReplies.UnknownCommand), "500 {limit}", "placeholder {limit}; here it may have {host}" },
        { null, nameof(SmtpReplies.UnknownCommand), "500 {id}", "placeholder {id}; here it may have {host}" },
        { null, nameof(SmtpReplies.UnknownCommand), "500 {host", "a brace is written '{{'" },
        { null, nameof(SmtpReplies.UnknownCommand), "What?", "'What?' is not a reply" },
        { "OINK", nameof(SmtpReplies.Ok), "250 Oink", "the verb OINK, which this protocol does not have" },
    };

    [Theory]
    [MemberData(nameof(BadReplies))]
    public void A_reply_that_makes_no_sense_is_refused(string? verb, string original, string text, string because) =>
        Assert.Contains(because, Refused(new() { Replies = [Text(verb, original, text)] }));

    [Fact]
    public void A_reply_has_one_text_for_a_verb() => Assert.Contains("two texts for every verb", Refused(new()
    {
        Replies =
        [
            Text(null, nameof(SmtpReplies.Ok), "250 Fine"),
            Text("NOOP", nameof(SmtpReplies.Ok), "250 Nothing"),
            Text(null, nameof(SmtpReplies.Ok), "250 Good"),
        ],
    }));

    [Fact]
    public void Greetings_know_less() => Assert.All(
        (SmtpTexts[])[new() { Greeting = "{helo}" }, new() { Hello = "{argument}" }],
        texts => Assert.Contains("here it may have {host}", Refused(texts)));

    [Theory]
    [InlineData("VRFY", nameof(SmtpReplies.CannotVerify), "500 What?")]
    [InlineData("EXPN", nameof(SmtpReplies.NotImplemented), "250 Nobody")]
    [InlineData("HELP", nameof(SmtpReplies.Help), "504 No")]
    [InlineData("NOOP", nameof(SmtpReplies.Ok), "500 No")]
    [InlineData(null, nameof(SmtpReplies.TooManyRecipients), "552 Too many")]
    [InlineData(null, nameof(SmtpReplies.UnknownCommand), "450 Later")]
    [InlineData(null, nameof(SmtpReplies.TimedOut), "500 Gone")]
    public void What_may_change_its_class_may(string? verb, string original, string text)
    {
        var options = new SmtpProtocolOptions { Texts = new SmtpTexts { Replies = [Text(verb, original, text)] } };
        Assert.Same(options, new SmtpProtocol(options).Options);
    }

    [Fact]
    public void A_text_without_placeholders_allocates_nothing()
    {
        var texts = new SmtpTexts { Replies = [Text(null, nameof(SmtpReplies.Ok), "250 Fine")] };
        var bench = EngineBench.Started(new SmtpProtocolOptions { Texts = texts });
        bench.Take("NOOP\r\n"u8);
        bench.Clear();
        var least = long.MaxValue;
        for (var round = 0; round < 8; round++)
        {
            bench.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            bench.Take("NOOP\r\n"u8);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal("250 Fine\r\n", bench.Output);
        Assert.Equal(0, least);
    }

    [Fact]
    public void A_reply_that_a_handler_keeps_can_be_replaced_too()
    {
        var mine = new SmtpReply(550, "5.1.1", "Nobody");
        var texts = new SmtpTexts { Replies = [new SmtpText(mine, "553 No {path}")] };
        var conversation = new ServerConversation(
            new SmtpProtocolOptions { Texts = texts },
            answers: question => question is RecipientQuestion ? mine.AndClose() : null);

        conversation.Send("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<u@c.example>\r\n");

        Assert.Equal("553 No u@c.example", conversation.LastReply);
        Assert.True(conversation.IsClosed);
    }

    [Theory]
    [InlineData("1", "250 Ok: queued as 1")]
    [InlineData("{id}%s\r\n250 2", "250 Ok: queued as {id}%s??250 2")]
    public void A_message_that_is_kept_is_told_with_its_name(string id, string expected)
    {
        var texts = new SmtpTexts { Replies = [new SmtpText(SmtpReplies.Kept, "250 Ok: queued as {id}")] };
        var conversation = new ServerConversation(
            new SmtpProtocolOptions { Texts = texts },
            answers: question => question is MessageQuestion ? SmtpReplies.MessageKept(id) : null);

        conversation.Send("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<u@c.example>\r\nDATA\r\n.\r\n");

        Assert.Equal(expected, conversation.LastReply);
    }

    private static SmtpText Text(string? verb, string original, string text) =>
        new((SmtpReply)typeof(SmtpReplies).GetField(original)!.GetValue(null)!, text) { Verb = verb };

    private static string Refused(SmtpTexts texts) =>
        Assert.Throws<ArgumentException>(() => new SmtpProtocol(new SmtpProtocolOptions { Texts = texts })).Message;
}
