using System.Text;

namespace Rockdove.Storage.Contract;

/// <summary>What is found in decoded mail: by substring as IMAP wants it, by word, by phrase, by field.</summary>
public abstract class TextSearchContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Theory]
    [InlineData("hello", true)] // in the subject
    [InlineData("ELLO WOR", true)]
    [InlineData("lazy dog", true)] // in the body
    [InlineData("zy d", true)]
    [InlineData("lazy  dog", true)] // white space is white space
    [InlineData("lazydog", false)]
    [InlineData("world the", false)] // not from one field into the next
    [InlineData("", true)]
    [InlineData("og", true)] // shorter than what an index knows
    [InlineData("z", true)]
    [InlineData("@", false)]
    public async Task A_substring_is_found_anywhere(string text, bool isFound)
    {
        await DeliverAsync("Subject: Hello, hello World", "The quick brown fox\r\njumps over the lazy\r\n dog.");

        await ExpectAsync(isFound, SearchQuery.InMessage(text));
    }

    [Fact]
    public async Task Header_body_and_fields_are_told_apart()
    {
        await DeliverAsync("Subject: apple pie\r\nX-Fruit: banana", "cherry cake");

        await ExpectAsync(true, SearchQuery.InHeader("apple"));
        await ExpectAsync(true, SearchQuery.InHeader("banana"));
        await ExpectAsync(false, SearchQuery.InHeader("cherry"));
        await ExpectAsync(true, SearchQuery.InBody("cherry"));
        await ExpectAsync(false, SearchQuery.InBody("apple"));
        await ExpectAsync(true, SearchQuery.InField("SUBJECT", "apple"));
        await ExpectAsync(false, SearchQuery.InField("X-Fruit", "apple"));
        await ExpectAsync(true, SearchQuery.InField("x-fruit", ""));
        await ExpectAsync(false, SearchQuery.InField("x-vegetable", ""));
    }

    [Fact]
    public async Task Some_fields_and_the_body_are_looked_into_at_once()
    {
        await DeliverAsync("Subject: apple pie\r\nX-Fruit: banana\r\nX-Berry: currant", "cherry cake");
        string[] names = ["subject", "X-FRUIT"];

        await ExpectAsync(true, SearchQuery.InFieldsOrBody(names, "apple"));
        await ExpectAsync(true, SearchQuery.InFieldsOrBody(names, "banana"));
        await ExpectAsync(true, SearchQuery.InFieldsOrBody(names, "cherry"));
        await ExpectAsync(true, SearchQuery.InFieldsOrBody(names, ""));
        await ExpectAsync(false, SearchQuery.InFieldsOrBody(names, "currant"));
        await ExpectAsync(true, SearchQuery.InFieldsOrBody(names, "pie", TextMatch.Phrase));
        await ExpectAsync(false, SearchQuery.InFieldsOrBody(names, "currant", TextMatch.Prefix));
        Assert.Throws<ArgumentException>(() => SearchQuery.InFieldsOrBody([], "apple"));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public async Task The_header_ends_at_the_first_empty_line(string end)
    {
        await DeliverAsync($"X-Fruit: banana{end}X-Berry: red{end} currant{end}{end}X-Stone: peach{end}", "");

        await ExpectAsync(true, SearchQuery.InHeader("banana"));
        await ExpectAsync(true, SearchQuery.InField("X-Berry", "red currant"));
        await ExpectAsync(false, SearchQuery.InHeader("peach"));
        await ExpectAsync(false, SearchQuery.InField("X-Stone", ""));
        await ExpectAsync(true, SearchQuery.InBody("peach"));
    }

    [Fact]
    public async Task A_long_header_is_looked_into_whole()
    {
        var many = string.Concat(Enumerable.Range(0, 1000).Select(number => $"X-{number}: some fruit\r\n"));
        await DeliverAsync($"{many}X-Last: banana", "cherry cake");

        await ExpectAsync(true, SearchQuery.InField("X-Last", "banana"));
        await ExpectAsync(false, SearchQuery.InHeader("cherry"));
        await ExpectAsync(true, SearchQuery.And(SearchQuery.InHeader("banana"), SearchQuery.InBody("cherry")));
    }

    [Fact]
    public async Task Every_field_of_a_name_is_looked_into()
    {
        await DeliverAsync("Received: from alpha.example\r\nReceived: from gamma.example", "");

        await ExpectAsync(true, SearchQuery.InField("Received", "alpha"));
        await ExpectAsync(true, SearchQuery.InField("Received", "gamma"));
    }

    [Theory]
    [InlineData("inv", true)]
    [InlineData("invoice", true)]
    [InlineData("overdue inv", true)]
    [InlineData("nvoice", false)]
    [InlineData("over inv", false)]
    [InlineData("42", true)]
    [InlineData("2026", false)]
    [InlineData("...", false)]
    [InlineData("", false)]
    public async Task A_prefix_begins_a_word(string text, bool isFound)
    {
        await DeliverAsync("Subject: x", "Your overdue (invoice) no. 42/x2026");

        await ExpectAsync(isFound, SearchQuery.InBody(text, TextMatch.Prefix));
    }

    [Theory]
    [InlineData("overdue invoice", true)]
    [InlineData("overdue, INVOICE!", true)]
    [InlineData("invoice 42", true)]
    [InlineData("overdue inv", false)]
    [InlineData("verdue invoice", false)]
    [InlineData("invoice overdue", false)]
    [InlineData("overdue 42", false)]
    [InlineData("--", false)]
    public async Task A_phrase_is_of_whole_words(string text, bool isFound)
    {
        await DeliverAsync("Subject: x", "invoice. Your overdue\r\ninvoice (42)");

        await ExpectAsync(isFound, SearchQuery.InBody(text, TextMatch.Phrase));
    }

    [Theory]
    [InlineData("ÄRGER")]
    [InlineData("ärger")]
    [InlineData("ΑΘΉΝΑ")]
    [InlineData("москва")]
    [InlineData("受信箱")]
    [InlineData("😀 smile")]
    public async Task Case_is_of_all_scripts(string text)
    {
        await DeliverAsync(
            "Subject: x\r\nContent-Type: text/plain; charset=utf-8",
            "Ärger, αθήνα, МОСКВА, 受信箱, 😀 Smile");

        await ExpectAsync(true, SearchQuery.InBody(text));
    }

    [Fact]
    public async Task Folded_fields_are_found_across_the_fold()
    {
        await DeliverAsync("Subject: a long\r\n subject that was\r\n\tfolded", "");

        await ExpectAsync(true, SearchQuery.InField("Subject", "long subject"));
        await ExpectAsync(true, SearchQuery.InField("Subject", "was folded"));
    }

    [Fact]
    public async Task Encoded_words_are_found_decoded()
    {
        await DeliverAsync(
            "Subject: =?utf-8?B?R3LDvMOfZSBhdXM=?= =?iso-8859-1?Q?_K=F6ln?=\r\n"
            + "From: =?utf-8?Q?J=C3=BCrgen?= <j@example.org>",
            "");

        await ExpectAsync(true, SearchQuery.InField("Subject", "GRÜßE AUS KÖLN"));
        await ExpectAsync(true, SearchQuery.InField("From", "jürgen"));
        await ExpectAsync(false, SearchQuery.InHeader("utf-8"));
    }

    [Fact]
    public async Task Transfer_encodings_and_charsets_are_undone()
    {
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes("Geheimes Rezept für Käsespätzle"));
        await DeliverAsync(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64", base64);
        await DeliverAsync(
            "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable",
            "Zweites Rezept f=FCr K=\r\n=E4sekuchen");

        await ExpectAsync(true, SearchQuery.InBody("KÄSESPÄTZLE"), new Uid(1));
        await ExpectAsync(true, SearchQuery.InBody("für käsekuchen"), new Uid(2));
        Assert.Equal(2, (await FindAsync(SearchQuery.InBody("rezept für"))).Count);
        Assert.Empty(await FindAsync(SearchQuery.InBody(base64[..10])));
    }

    [Fact]
    public async Task Html_is_found_without_its_markup()
    {
        await DeliverAsync(
            "Content-Type: text/html",
            "<style>.hidden{}</style><p class=\"secret\">Dear&nbsp;<b>cus</b>tomer &amp; friend</p>");

        await ExpectAsync(true, SearchQuery.InBody("dear customer & friend"));
        await ExpectAsync(false, SearchQuery.InBody("secret"));
        await ExpectAsync(false, SearchQuery.InBody("hidden"));
    }

    [Fact]
    public async Task All_parts_are_found_and_what_is_attached()
    {
        await DeliverAsync(
            "Content-Type: multipart/mixed; boundary=b",
            "--b\r\n\r\nfirst part\r\n--b\r\nContent-Type: application/pdf\r\n"
            + "Content-Disposition: attachment; filename=\"report-2026.pdf\"\r\n\r\n%PDF\r\n--b\r\n"
            + "Content-Type: message/rfc822\r\n\r\nSubject: forwarded joke\r\n\r\ninner words\r\n--b--");
        await DeliverAsync("Subject: first part", "nothing else");

        await ExpectAsync(true, SearchQuery.InBody("first part"), new Uid(1));
        await ExpectAsync(true, SearchQuery.InBody("report-2026"), new Uid(1));
        await ExpectAsync(true, SearchQuery.InBody("forwarded joke"), new Uid(1));
        await ExpectAsync(true, SearchQuery.InBody("inner words"), new Uid(1));
        await ExpectAsync(false, SearchQuery.InHeader("forwarded joke"));
        await ExpectAsync(true, SearchQuery.HasAttachment(), new Uid(1));
        await ExpectAsync(true, SearchQuery.Not(SearchQuery.HasAttachment()), new Uid(2));
    }

    [Fact]
    public async Task What_is_shown_within_the_text_is_found()
    {
        await DeliverAsync(
            "Content-Type: multipart/related; boundary=b",
            "--b\r\nContent-Type: text/html\r\n\r\n<img src=\"cid:p\">\r\n--b\r\nContent-Type: image/png\r\n"
            + "Content-Disposition: inline\r\nContent-ID: <p>\r\n\r\nPNG\r\n--b--");
        await DeliverAsync("Subject: none", "nothing else");

        await ExpectAsync(true, SearchQuery.HasInline(), new Uid(1));
        await ExpectAsync(true, SearchQuery.Not(SearchQuery.HasInline()), new Uid(2));
    }

    [Fact]
    public async Task Files_are_found_by_their_names_and_not_by_what_else_is_said()
    {
        await DeliverAsync(
            "Subject: report\r\nContent-Type: multipart/mixed; boundary=x",
            "--x\r\n\r\nsummary\r\n"
            + "--x\r\nContent-Disposition: attachment; filename*=utf-8''%C3%84rger%20Q3.pdf\r\n\r\nPDF\r\n"
            + "--x\r\nContent-Type: image/png; name=logo.png\r\nContent-Disposition: inline\r\n\r\nPNG\r\n--x--");
        await DeliverAsync("Subject: ärger q3.pdf", "logo.png");

        await ExpectAsync(true, SearchQuery.InFileName("ärger q3"), new Uid(1));
        await ExpectAsync(true, SearchQuery.InFileName("LOGO"), new Uid(1));
        await ExpectAsync(true, SearchQuery.InFileName("pdf", TextMatch.Phrase), new Uid(1));
        await ExpectAsync(true, SearchQuery.InFileName(""), new Uid(1));
        await ExpectAsync(false, SearchQuery.InFileName("summary"));
        await ExpectAsync(false, SearchQuery.InFileName("report"));
    }

    [Theory]
    [InlineData("Subject", @"^order \d{4}-[a-f]+$", true)]
    [InlineData("subject", "ORDER", true)]
    [InlineData("Subject", @"\bder\b", false)]
    [InlineData("X-Number", "order", false)]
    [InlineData("X-Number", "^0+42$", true)]
    [InlineData("X-Nothing", ".*", false)]
    public async Task A_regular_expression_finds_something_in_a_field(string name, string pattern, bool isFound)
    {
        await DeliverAsync("Subject: Order\r\n 2026-Beef\r\nX-Number: 7\r\nX-Number: 00042", "order");
        await DeliverAsync("From: ann@example.org", "Subject: order 2026-beef");

        if (isFound)
            await ExpectAsync(true, SearchQuery.FieldMatches(name, pattern), new Uid(1));
        else
            await ExpectAsync(false, SearchQuery.FieldMatches(name, pattern));
    }

    [Fact]
    public async Task Addresses_are_found_whole_and_in_their_field()
    {
        await DeliverAsync(
            "From: \"Ann, of course\" <Ann@Example.org>\r\nSender: desk@example.org\r\n"
            + "To: ben@example.org,\r\n Friends: carl@example.org, dora@example.org;\r\n"
            + "Cc: eve@xn--bcher-kva.example\r\nBcc: frank@example.org",
            "");

        await ExpectAsync(true, SearchQuery.Address(AddressPlaces.From, "ann@example.ORG"));
        await ExpectAsync(true, SearchQuery.Address(AddressPlaces.Sender, "desk@example.org"));
        await ExpectAsync(false, SearchQuery.Address(AddressPlaces.From, "desk@example.org"));
        await ExpectAsync(false, SearchQuery.Address(AddressPlaces.From, "nn@example.org"));
        await ExpectAsync(false, SearchQuery.Address(AddressPlaces.From, "ben@example.org"));
        await ExpectAsync(true, SearchQuery.Address(AddressPlaces.To, "dora@example.org"));
        await ExpectAsync(true, SearchQuery.Address(AddressPlaces.Cc, "eve@bücher.example"));
        await ExpectAsync(true, SearchQuery.Address(AddressPlaces.Cc, "eve@xn--bcher-kva.example"));
        await ExpectAsync(true, SearchQuery.Address(AddressPlaces.To | AddressPlaces.Bcc, "frank@example.org"));
        await ExpectAsync(false, SearchQuery.Address(AddressPlaces.To | AddressPlaces.Cc, "frank@example.org"));
    }

    [Fact]
    public async Task The_date_that_was_written_is_apart_from_that_of_arrival()
    {
        await DeliverAsync("Date: Thu, 31 Dec 2020 23:30:00 -0500", "");
        await DeliverAsync("Date: whenever", "");
        DateOnly last = new(2020, 12, 31), first = new(2021, 1, 1);

        await ExpectAsync(true, SearchQuery.Days(SearchDate.Sent, last, first), new Uid(1));
        await ExpectAsync(false, SearchQuery.Days(SearchDate.Sent, first, null));
        await ExpectAsync(false, SearchQuery.Days(SearchDate.Internal, last, first));
        var moment = new DateTimeOffset(2021, 1, 1, 4, 30, 0, TimeSpan.Zero);
        await ExpectAsync(true, SearchQuery.Moments(SearchDate.Sent, moment, moment.AddSeconds(1)), new Uid(1));
        await ExpectAsync(false, SearchQuery.Moments(SearchDate.Sent, null, moment));
    }

    [Fact]
    public async Task Conditions_are_combined()
    {
        await DeliverAsync("Subject: red apple", "sweet");
        await DeliverAsync("Subject: green apple", "sour");
        await DeliverAsync("Subject: red cherry", "sour");
        SearchQuery red = SearchQuery.InHeader("red"), apple = SearchQuery.InHeader("apple"),
            sour = SearchQuery.InBody("sour"), z = SearchQuery.InBody("z");

        Assert.Equal([1u], await FindAsync(SearchQuery.And(red, apple)));
        Assert.Equal([1u, 2u, 3u], await FindAsync(SearchQuery.Or(red, apple)));
        Assert.Equal([2u], await FindAsync(SearchQuery.And(apple, SearchQuery.Not(red))));
        Assert.Equal([2u, 3u], await FindAsync(SearchQuery.And(SearchQuery.Or(red, apple), sour)));
        Assert.Equal([1u], await FindAsync(SearchQuery.Not(sour)));
        Assert.Equal([1u, 3u], await FindAsync(SearchQuery.Or(z, red)));
        Assert.Equal([3u], await FindAsync(
            SearchQuery.And(SearchQuery.Not(SearchQuery.Not(red)), SearchQuery.Uids(UidSet.Of(new(2), new Uid(3))))));
    }

    [Fact]
    public async Task The_last_character_that_is_searched_is_found_and_the_next_is_not()
    {
        var header = "Subject: x";
        var body = new string('.', SearchText.MaximumCharacters - header.Length + ": ".Length - 1) + "b";

        await DeliverAsync(header, body);
        await DeliverAsync(header, "." + body);

        Assert.Equal([1u], await FindAsync(SearchQuery.InBody(".b")));
    }

    [Fact]
    public async Task The_last_octet_that_is_read_is_found_and_the_next_is_not()
    {
        const string Header = "Content-Type: multipart/mixed; boundary=b";
        const string Attached = "--b\r\nContent-Type: application/octet-stream\r\n\r\n";
        const string Text = "\r\n--b\r\n\r\n.b";
        var others = Header.Length + "\r\n\r\n".Length + Attached.Length + Text.Length;
        var filler = new string('x', SearchText.MaximumMessageBytes - others);

        await DeliverAsync(Header, Attached + filler + Text);
        await DeliverAsync(Header, Attached + filler + "x" + Text);

        Assert.Equal([1u], await FindAsync(SearchQuery.InBody(".b")));
    }

    [Fact]
    public async Task What_is_no_mail_at_all_can_be_searched_as_well()
    {
        for (var seed = 0; seed < 20; seed++)
            await DeliverAsync(Body.Of(2000, seed), Inbox);
        await DeliverAsync(Body.Of(""), Inbox);

        Assert.Equal(21, (await FindAsync(SearchQuery.InMessage(""))).Count);
        Assert.Empty(await FindAsync(SearchQuery.InMessage("a text that nobody wrote")));
    }

    private Task<CommittedMessage> DeliverAsync(string header, string body) =>
        DeliverAsync(Encoding.UTF8.GetBytes($"{header}\r\n\r\n{body}\r\n"), Inbox);

    private async Task ExpectAsync(bool isFound, SearchQuery query, Uid? only = null)
    {
        var found = await FindAsync(query);
        Assert.True(isFound == found.Count > 0, $"{query} finds {string.Join(',', found)}.");
        if (only is { } uid)
            Assert.Equal([uid.Value], found);
    }

    /// <summary>What is found, at once and after everything has settled: the same.</summary>
    private async Task<List<uint>> FindAsync(SearchQuery query)
    {
        var found = await OnceAsync(query);
        await SettleAsync();
        Assert.Equal(found, await OnceAsync(query));
        return found;
    }

    private async Task<List<uint>> OnceAsync(SearchQuery query)
    {
        var found = new List<uint>();
        await foreach (var row in Store.SearchAsync(SearchScope.Of(Inbox), query, SearchPage.All, Token))
            found.Add(row.Uid.Value);
        return found;
    }
}
