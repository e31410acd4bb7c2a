using System.Text;
using Rockdove.Mailboxes;
using Rockdove.Storage;

namespace Rockdove.Catcher.Tests;

/// <summary>What is typed, asked of one message.</summary>
public class TypedSearchTests
{
    [Theory]
    [InlineData("invoice", true)]
    [InlineData("INVOICE", true)]
    [InlineData("voic", true)]
    [InlineData("receipt", false)]
    [InlineData("ann@example.org", true)]
    [InlineData("<ann@example.org>,", true)]
    [InlineData("quarterly", true)]
    [InlineData("report.pdf", true)]
    [InlineData("boundary", false)]
    [InlineData("\"new invoice\"", true)]
    [InlineData("\"invoice new\"", false)]
    [InlineData("invoice new", true)]
    [InlineData("invoice receipt", false)]
    [InlineData("from:ann", true)]
    [InlineData("FROM:Ann", true)]
    [InlineData("from:bea", false)]
    [InlineData("to:bea", true)]
    [InlineData("cc:cid@", true)]
    [InlineData("bcc:dora@example.org", true)]
    [InlineData("bcc:bea@example.org", false)]
    [InlineData("reply-to:desk", true)]
    [InlineData("addressed:desk", true)]
    [InlineData("addressed:dora@example.org", true)]
    [InlineData("addressed:zoe", false)]
    [InlineData("subject:invoice", true)]
    [InlineData("subject:quarterly", false)]
    [InlineData("subject:\"a new invoice\"", true)]
    [InlineData("\"subject:a new invoice\"", true)]
    [InlineData("subject:/^a new \\w+$/", true)]
    [InlineData("SUBJECT:/^a new \\w+$/ quarterly", true)]
    [InlineData("(subject:/^a (new) (\\w+)$/ quarterly)", true)]
    [InlineData("-subject:/^a old \\w+$/", true)]
    [InlineData("subject:/^a", false)]
    [InlineData("subject:/a /n", false)]
    [InlineData("subject:\"/^a new \\w+$/\"", true)]
    [InlineData("subject:/in(voice|itial)$/", true)]
    [InlineData("subject:/^new/", false)]
    [InlineData("subject://", false)]
    [InlineData("from:=ann@example.org", true)]
    [InlineData("from:=nn@example.org", false)]
    [InlineData("from:=desk@example.org", false)]
    [InlineData("reply-to:=DESK@example.org", true)]
    [InlineData("to:=bea@example.org", true)]
    [InlineData("cc:=bea@example.org", false)]
    [InlineData("bcc:=dora@example.org", true)]
    [InlineData("bcc:=bea@example.org", false)]
    [InlineData("addressed:=dora@example.org", true)]
    [InlineData("addressed:=ora@example.org", false)]
    [InlineData("header:reply-to", true)]
    [InlineData("header:x-none", false)]
    [InlineData("header:message-id:m1", true)]
    [InlineData("header:\"Content-Type: multipart/\"", true)]
    [InlineData("header:Message-ID:ann", false)]
    [InlineData("attachment:report", true)]
    [InlineData("filename:REPORT.pdf", true)]
    [InlineData("attachment:quarterly", false)]
    [InlineData("message-id:m1@example", true)]
    [InlineData("tag:paid", true)]
    [InlineData("tag:\"To do\"", true)]
    [InlineData("tag:pai", false)]
    [InlineData("tag:%", false)]
    [InlineData("is:read", false)]
    [InlineData("is:unread", true)]
    [InlineData("is:tagged", true)]
    [InlineData("has:attachment", true)]
    [InlineData("has:attachments", true)]
    [InlineData("has:inline", false)]
    [InlineData("before:2026-05-02", true)]
    [InlineData("before:2026-05-01", false)]
    [InlineData("before:2026-05-01T08:30:00Z", true)]
    [InlineData("before:2026-05-01T08:29:59Z", false)]
    [InlineData("after:2026-05-01T08:30:00Z", true)]
    [InlineData("after:2026-05-01T08:30:01Z", false)]
    [InlineData("after:2026/05/01", true)]
    [InlineData("after:5/1/2026", true)]
    [InlineData("after:\"1 May 2026\"", true)]
    [InlineData("after:1777624200", true)]
    [InlineData("after:1777624201", false)]
    [InlineData("larger:100", true)]
    [InlineData("larger:1k", false)]
    [InlineData("smaller:1kb", true)]
    [InlineData("smaller:\"0.5 MB\"", true)]
    [InlineData("-receipt", true)]
    [InlineData("!invoice", false)]
    [InlineData("-is:unread", false)]
    [InlineData("!tag:paid", false)]
    [InlineData("-\"new invoice\"", false)]
    [InlineData("receipt OR invoice", true)]
    [InlineData("receipt OR other", false)]
    [InlineData("receipt or invoice", false)]
    [InlineData("receipt OR invoice other", false)]
    [InlineData("(receipt OR invoice) from:ann", true)]
    [InlineData("other OR (invoice from:ann)", true)]
    [InlineData("-(receipt OR invoice)", false)]
    [InlineData("-(receipt invoice)", true)]
    [InlineData("((invoice))", true)]
    [InlineData("(invoice", true)]
    [InlineData("f(x)", true)]
    [InlineData("(f(x))", true)]
    [InlineData("OR", true)]
    [InlineData("\"OR\" invoice", true)]
    [InlineData("\u0433\u0440\u0443\u0448\u0430", false)]
    public void A_word_finds_what_mailpit_says(string text, bool finds)
    {
        var typed = TypedSearch.Read(text, TimeZoneInfo.Utc, ["paid"]);

        Assert.Null(typed.Mistake);
        Assert.Empty(typed.Ignored);
        Assert.Equal(finds, Holds(typed.Query!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\"\"")]
    [InlineData("()")]
    [InlineData("-()")]
    public void Nothing_is_no_query(string text)
    {
        var typed = TypedSearch.Read(text, TimeZoneInfo.Utc, []);

        Assert.Null(typed.Query);
        Assert.Null(typed.Mistake);
    }

    [Theory]
    [InlineData("before:yesterday", "before:yesterday")]
    [InlineData("after:2026-13-01", "after:2026-13-01")]
    [InlineData("after:0001-01-01", "after:0001-01-01")]
    [InlineData("from:", "from:")]
    [InlineData("-tag:", "tag:")]
    [InlineData("***", "***")]
    [InlineData(")", ")")]
    [InlineData("header:", "header:")]
    [InlineData("attachment:", "attachment:")]
    [InlineData("from:=", "from:=")]
    public void What_says_nothing_is_told(string text, string ignored)
    {
        var typed = TypedSearch.Read($"invoice {text}", Kiritimati, []);

        Assert.Equal([ignored], typed.Ignored);
        Assert.True(Holds(typed.Query!));
    }

    [Fact]
    public void Nothing_is_tagged_where_there_are_no_tags()
    {
        Assert.False(Holds(TypedSearch.Read("is:tagged", TimeZoneInfo.Utc, []).Query!));
        Assert.True(Holds(TypedSearch.Read("-is:tagged", TimeZoneInfo.Utc, []).Query!));
    }

    [Fact]
    public void A_day_begins_in_the_zone_that_is_given()
    {
        // In Kiritimati, 14 hours ahead, the second of May began half past one hour and a half after it came.
        Assert.True(Holds(TypedSearch.Read("before:2026-05-02", Kiritimati, []).Query!));
        Assert.False(Holds(TypedSearch.Read("after:2026-05-02", Kiritimati, []).Query!));
        Assert.True(Holds(TypedSearch.Read("after:\"2026-05-01 22:30\"", Kiritimati, []).Query!));
        Assert.False(Holds(TypedSearch.Read("after:\"2026-05-01 22:31\"", Kiritimati, []).Query!));
    }

    [Theory]
    [InlineData("500", 500)]
    [InlineData("2k", 2048)]
    [InlineData("2KB", 2048)]
    [InlineData("1.5m", 1572864)]
    [InlineData("1 mb", 1048576)]
    [InlineData("1099511627776", 1099511627776)]
    public void A_size_has_units(string text, long octets) => Assert.Equal(octets, TypedSize.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("k")]
    [InlineData("1g")]
    [InlineData("-1")]
    [InlineData("1.")]
    [InlineData(".5k")]
    [InlineData("1,5k")]
    [InlineData("1099511627777")]
    [InlineData("99999999999999999999999999999999m")]
    public void What_is_no_size_is_none(string text) => Assert.Null(TypedSize.Read(text));

    [Fact]
    public void A_search_of_4000_characters_is_read_and_a_longer_one_is_not()
    {
        var longest = "a".PadRight(TypedSearch.MaximumLength);

        Assert.Null(TypedSearch.Read(longest, TimeZoneInfo.Utc, []).Mistake);
        var refused = TypedSearch.Read(longest + " ", TimeZoneInfo.Utc, []);
        Assert.Contains("4000", refused.Mistake, StringComparison.Ordinal);
        Assert.Null(refused.Query);
    }

    [Fact]
    public void A_word_of_1000_characters_is_looked_for_and_a_longer_one_is_not()
    {
        var longest = new string('a', SearchQuery.MaximumTextLength);

        Assert.Null(TypedSearch.Read(longest, TimeZoneInfo.Utc, []).Mistake);
        Assert.NotNull(TypedSearch.Read(longest + "a", TimeZoneInfo.Utc, []).Mistake);
    }

    [Theory]
    [InlineData("subject:/(/", "Not enough )")]
    [InlineData(@"subject:/(a)\1/", "back-references")]
    [InlineData("subject:/a{1001}/", "1000")]
    public void A_regular_expression_that_cannot_be_read_is_a_mistake_that_is_told(string text, string why)
    {
        var typed = TypedSearch.Read($"invoice {text}", TimeZoneInfo.Utc, []);

        Assert.Null(typed.Query);
        Assert.Contains(why, typed.Mistake, StringComparison.Ordinal);
        Assert.False(typed.Mistake!.EndsWith('.'), typed.Mistake); // A sentence is made of it elsewhere.
    }

    [Fact]
    public void Groups_and_conditions_have_a_limit()
    {
        var mostGroups = SearchQuery.MaximumDepth - 1;

        Assert.Null(TypedSearch.Read(new string('(', mostGroups) + "is:read", TimeZoneInfo.Utc, []).Mistake);
        Assert.NotNull(TypedSearch.Read(new string('(', mostGroups + 1) + "is:read", TimeZoneInfo.Utc, []).Mistake);
        var most = string.Join(' ', Enumerable.Repeat("is:read", SearchQuery.MaximumTerms));
        Assert.Null(TypedSearch.Read(most, TimeZoneInfo.Utc, []).Mistake);
        Assert.NotNull(TypedSearch.Read($"{most} is:read", TimeZoneInfo.Utc, []).Mistake);
    }

    private static bool Holds(SearchQuery query) => SearchEvaluator.Holds(query, Row, Text) == true;

    private static readonly TimeZoneInfo Kiritimati =
        TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(14), "x", "x");

    private static readonly byte[] Message = Encoding.UTF8.GetBytes(
        "From: Ann <ann@example.org>\r\nTo: bea@example.org\r\nCc: cid@example.org\r\nReply-To: desk@example.org\r\n"
        + "Subject: A new invoice\r\nMessage-ID: <m1@example.org>\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + "--x\r\n\r\nThe quarterly or yearly f(x).\r\n"
        + "--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=report.pdf\r\n\r\nPDF\r\n"
        + "--x--\r\n");

    private static readonly SearchText Text = MimeTextReader.Instance.Read(Message);

    private static readonly MessageRow Row = new()
    {
        Mailbox = default,
        Uid = Uid.First,
        ModSequence = default,
        Flags = new FlagSet(SystemFlags.None, "paid", "To+do"),
        InternalDate = new DateTimeOffset(2026, 5, 1, 8, 30, 0, TimeSpan.Zero),
        Message = default,
        Thread = default,
        Bytes = Message.Length,
        Envelope = new DeliveryEnvelope
        {
            ReceivedAt = new DateTimeOffset(2026, 5, 1, 8, 30, 0, TimeSpan.Zero),
            ReversePath = "ann@example.org",
            ForwardPaths = ["bea@example.org", "dora@example.org"],
        },
    };
}
