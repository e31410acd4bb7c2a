using System.Buffers;
using System.Text;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Imap.Tests;

/// <summary>The client against servers that do not do as they should, or know little.</summary>
public class ImapClientTests
{
    [Theory]
    [InlineData("* BYE full\r\n", ImapClientFailureCause.Refused)]
    [InlineData("* NO what\r\n", ImapClientFailureCause.Refused)]
    [InlineData("220 ESMTP\r\n", ImapClientFailureCause.ProtocolViolation)]
    [InlineData("* 3 EXISTS\r\n", ImapClientFailureCause.ProtocolViolation)]
    [InlineData("* OK hello\n", ImapClientFailureCause.ProtocolViolation)]
    [InlineData("A1 OK\r\n", ImapClientFailureCause.ProtocolViolation)]
    [InlineData("* OK\r\nA1 BAD\r\n", ImapClientFailureCause.Refused)]
    [InlineData("* OK\r\n* CAPABILITY IMAP4rev1\r\nA1 OK\r\n", ImapClientFailureCause.TlsUnavailable)]
    [InlineData("* OK [CAPABILITY IMAP4rev1] x\r\n", ImapClientFailureCause.TlsUnavailable)]
    [InlineData("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] x\r\n", ImapClientFailureCause.TlsUnavailable)]
    [InlineData("* OK [CAPABILITY STARTTLS] x\r\nA1 NO\r\n", ImapClientFailureCause.Refused)]
    [InlineData("* OK [CAPABILITY STARTTLS] x\r\nA1 OK\r\n* x", ImapClientFailureCause.InjectedBeforeTls)]
    [InlineData("* OK [CAPABILITY STARTTLS] x\r\nA2 OK\r\n", ImapClientFailureCause.ProtocolViolation)]
    [InlineData("* OK [CAPABILITY STARTTLS] x\r\n+ go\r\n", ImapClientFailureCause.ProtocolViolation)]
    [InlineData("* OK [CAPABILITY STARTTLS] x\r\n* BYE\r\n", ImapClientFailureCause.Bye)]
    public void A_session_that_cannot_be_opened_fails(string server, ImapClientFailureCause cause)
    {
        var client = new ImapClientEngine(new ImapClientOptions { Login = ClientTalk.Ann });
        Assert.Equal(ImapClientStepKind.Failed, Hear(client, server, out var said));
        Assert.Equal(cause, client.Failure!.Cause);
        Assert.DoesNotContain("word", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AUTH=PLAIN", "", false, ImapClientFailureCause.NoWayToLogIn, null)]
    [InlineData("LOGINDISABLED", "", true, ImapClientFailureCause.NoWayToLogIn, null)]
    [InlineData("X", "A1 NO [AUTHENTICATIONFAILED] no\r\n", true, ImapClientFailureCause.Refused,
        "A1 LOGIN \"ann\" \"pass \\\"word\\\\\"\r\n")]
    [InlineData("AUTH=SCRAM-SHA-256 SASL-IR", "A1 OK\r\n", false, ImapClientFailureCause.ServerNotAuthenticated, null)]
    [InlineData("AUTH=CRAM-MD5", "+ !!!\r\nA1 BAD\r\n", false, ImapClientFailureCause.ServerNotAuthenticated, "*\r\n")]
    [InlineData("AUTH=PLAIN", "+ \r\nA1 NO\r\n", true, ImapClientFailureCause.Refused,
        "A1 AUTHENTICATE PLAIN\r\nAGFubgBwYXNzICJ3b3JkXA==\r\n")]
    [InlineData("AUTH=PLAIN SASL-IR", "A1 NO\r\n", true, ImapClientFailureCause.Refused,
        "A1 AUTHENTICATE PLAIN AGFubgBwYXNzICJ3b3JkXA==\r\n")]
    [InlineData("X", "+ more\r\n", true, ImapClientFailureCause.ProtocolViolation, null)]
    public void A_login_that_cannot_be_made_fails(
        string capabilities, string server, bool inClear, ImapClientFailureCause cause, string? expected)
    {
        var client = new ImapClientEngine(new ImapClientOptions
        {
            Login = ClientTalk.Ann,
            Tls = ImapClientTls.IfOffered,
            RevealSecretsInClear = inClear,
        });
        var step = Hear(client, $"* OK [CAPABILITY {capabilities}] x\r\n{server}", out var said);
        Assert.Equal(ImapClientStepKind.Failed, step);
        Assert.Equal(cause, client.Failure!.Cause);
        Assert.False(client.IsLoggedIn);
        if (expected is not null)
            Assert.EndsWith(expected, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Capabilities_are_asked_for_anew_after_login()
    {
        var client = new ImapClientEngine(ClientTalk.InClear);
        Hear(client, "* OK [CAPABILITY OLD] x\r\nA1 OK\r\n", out _);
        Assert.False(client.Capabilities.Has("OLD"));
        Assert.Equal(
            ImapClientStepKind.Ready, Hear(client, "* CAPABILITY NEW AUTH=PLAIN\r\nA2 OK\r\n", out _));
        Assert.True(client.Capabilities.Has("new"));
        Assert.Equal(["PLAIN"], client.Capabilities.Mechanisms);
    }

    [Fact]
    public void Limits_hold_at_the_limit_and_past_it()
    {
        var limits = new ImapResponseLimits
        {
            LineBytes = 64, LiteralBytes = 10, ResponseBytes = 150, Values = 20, Depth = 3, Responses = 2,
            ContentBytes = 12,
        };
        Assert.Null(After(limits, $"* OK {new string('x', 57)}\r\n"));
        Assert.Contains("64 octets", After(limits, $"* OK {new string('x', 58)}\r\n")!);
        Assert.Null(After(limits, "* X {10}\r\n0123456789\r\n"));
        Assert.Contains("10 octets", After(limits, "* X {11}\r\n")!);
        var kept = string.Concat(Enumerable.Repeat(" {9}\r\n123456789", 10));
        Assert.Null(After(limits, $"* X{kept} {new string('x', 48)}\r\n"));
        Assert.Contains("150 octets", After(limits, $"* X{kept} {new string('x', 49)}\r\n")!);
        Assert.Null(After(limits, $"* {string.Join(' ', Enumerable.Repeat("x", 20))}\r\n"));
        Assert.Contains("20 values", After(limits, $"* {string.Join(' ', Enumerable.Repeat("x", 21))}\r\n")!);
        Assert.Null(After(limits, "* X ((()))\r\n"));
        Assert.Contains("deeper than 3", After(limits, "* X (((())))\r\n")!);
        Assert.Null(After(limits, "* 1 EXISTS\r\n* 2 EXISTS\r\n"));
        Assert.Contains("2 responses", After(limits, "* 1 EXISTS\r\n* 2 EXISTS\r\n* 3 EXISTS\r\n")!);
        Assert.Null(After(limits, "* 1 FETCH (BODY[] {12}\r\n0123456789ab)\r\n"));
        Assert.Contains("12 octets", After(limits, "* 1 FETCH (BODY[] {13}\r\n")!);
        Assert.Null(After(limits with { ContentBytes = 0 }, "* 1 FETCH (RFC822 {13}\r\n0123456789abc)\r\n"));
    }

    [Theory]
    [InlineData("* \r\n")]
    [InlineData("*\r\n")]
    [InlineData("\r\n")]
    [InlineData("* ()\r\n")]
    [InlineData("* X (\r\n")]
    [InlineData("* X )\r\n")]
    [InlineData("* X \"\r\n")]
    [InlineData("* X \"\\\r\n")]
    [InlineData("* X {5+}\r\n")]
    [InlineData("* X {05}\r\n")]
    [InlineData("* X {99999999999999999999}\r\n")]
    [InlineData("* 0 EXPUNGE\r\n")]
    [InlineData("* 5000000000 EXISTS\r\n")]
    [InlineData("* 1 EXISTS x\r\n")]
    [InlineData("* 1 FETCH\r\n")]
    [InlineData("* 0 FETCH (UID 1)\r\n")]
    [InlineData("* 1 FETCH (UID)\r\n")]
    [InlineData("* 1 FETCH ((UID) 1)\r\n")]
    [InlineData("* 1 FETCH (BODY[)\r\n")]
    [InlineData("* 1 FETCH (BODY[\"])\r\n")]
    [InlineData("* SEARCH x\r\n")]
    [InlineData("* SEARCH 0\r\n")]
    [InlineData("* ESEARCH COUNT\r\n")]
    [InlineData("* LIST x\r\n")]
    [InlineData("* LIST () \"//\" x\r\n")]
    [InlineData("* STATUS x\r\n")]
    [InlineData("* VANISHED 1:*\r\n")]
    [InlineData("* VANISHED (EARLIER)\r\n")]
    [InlineData("A1 YES\r\n")]
    [InlineData("A1 BYE\r\n")]
    [InlineData("A9 OK\r\n")]
    [InlineData("+ more\r\n")]
    public void What_is_no_response_ends_the_session(string server) =>
        Assert.NotNull(After(new ImapResponseLimits(), server));

    [Fact]
    public void Odd_responses_are_understood()
    {
        var client = Ready(new ImapResponseLimits());
        client.Send(ImapCommand.Noop());
        List<ImapResponse> told = [];
        Hear(client,
            "* search \r\n* SEARCH 2 5 (MODSEQ 9)\r\n* list (\\X) nil {3}\r\na\"b\r\n* vanished (earlier) 3:1\r\n"
            + "* 2 fetch (flags (\\Seen a]b) body[header.fields ({3}\r\nX Y)] \"q\\\"\" x nil modseq (7))\r\n"
            + "* ESEARCH\r\n* OK [UIDNEXT 5] {7}\r\n* THREAD (1 2)(3)\r\n* LSUB () \"/\" &A\r\n"
            + "A1 OK [x] {5}\r\n", out _, told);
        Assert.Equal(9, told.Count);
        Assert.Empty(((ImapSearchResponse)told[0]).Numbers);
        var search = (ImapSearchResponse)told[1];
        Assert.Equal((9ul, 5u), (search.ModSequence!.Value, search.Numbers[1]));
        Assert.Equal(("a\"b", null), (((ImapListResponse)told[2]).Name, ((ImapListResponse)told[2]).Delimiter));
        Assert.Equal(("1:3", true), (
            ((ImapVanishedResponse)told[3]).Uids.ToString(), ((ImapVanishedResponse)told[3]).IsEarlier));
        var fetch = (ImapFetchResponse)told[4];
        Assert.Equal(["\\Seen", "a]b"], fetch.Flags!);
        Assert.Equal(("q\"", 7ul, null), (
            fetch.Find("BODY[HEADER.FIELDS (X Y)]")!.Text, fetch.ModSequence!.Value, fetch.Uid));
        Assert.Equal(ImapValueKind.Nil, fetch.Find("X")!.Kind);
        Assert.True(((ImapExtendedSearchResponse)told[5]).All.IsEmpty);
        Assert.Equal("{7}", ((ImapStatusResponse)told[6]).Result.Text);
        Assert.Equal(2, ((ImapOtherResponse)told[7]).Values.Count);
        Assert.Equal(("&A", true), (((ImapListResponse)told[8]).Name, ((ImapListResponse)told[8]).IsLsub));
        Assert.Equal("{5}", client.LastResult!.Text);
    }

    [Fact]
    public void A_literal_that_looks_like_content_is_kept_where_it_is_none()
    {
        var client = Ready(new ImapResponseLimits { ContentBytes = 1 });
        client.Send(ImapCommand.Noop());
        List<ImapResponse> told = [];
        Hear(client,
            "* 1 FETCH (ENVELOPE ({7}\r\nBODY[x] {3}\r\nabc \"BODY[] \" {2}\r\nde))\r\nA1 OK\r\n", out _, told);
        Assert.Equal(
            ["BODY[x]", "abc", "BODY[] ", "de"],
            ((ImapFetchResponse)told[0]).Find("ENVELOPE")!.Items.Select(item => item.Text));
    }

    [Fact]
    public void A_message_that_is_refused_while_it_goes_is_sent_all_the_same()
    {
        var client = Ready(new ImapResponseLimits());
        client.Send(ImapCommand.Append("a", 4));
        Assert.Equal(ImapClientStepKind.NeedInput, Hear(client, "", out var said));
        Assert.Equal("A1 APPEND \"a\" {4}\r\n", said);
        Assert.Equal(ImapClientStepKind.Feed, Hear(client, "+ go\r\n", out _));
        var output = new ArrayBufferWriter<byte>();
        Assert.Throws<ArgumentException>(() => client.WriteContent("12345"u8, output));
        Assert.True(client.WriteContent("12"u8, output));
        Assert.Equal(ImapClientStepKind.Feed, Hear(client, "A1 NO [OVERQUOTA] full\r\n", out _));
        Assert.False(client.WriteContent("34"u8, output));
        Assert.Throws<InvalidOperationException>(() => client.WriteContent("5"u8, output));
        Assert.Equal("1234\r\n"u8, output.WrittenSpan);
        Assert.Equal(ImapClientStepKind.Ready, Hear(client, "", out _));
        Assert.Equal("OVERQUOTA", client.LastResult!.CodeName);
    }

    [Fact]
    public void A_literal_that_is_refused_ends_the_command()
    {
        var client = Ready(new ImapResponseLimits());
        client.Send(ImapCommand.Search().Atoms("TEXT").String("a\rb"));
        Hear(client, "", out var said);
        Assert.Equal("A1 UID SEARCH TEXT {3}\r\n", said);
        Assert.Equal(ImapClientStepKind.Ready, Hear(client, "A1 NO\r\n", out said));
        Assert.Equal("", said);
    }

    [Fact]
    public void Nothing_in_a_command_becomes_two_lines()
    {
        Assert.Throws<ArgumentException>(() => new ImapCommand("NOOP\r\nA2 LOGOUT"));
        Assert.Throws<ArgumentException>(() => ImapCommand.Noop().Atoms("x {5}"));
        Assert.Throws<ArgumentException>(() => ImapCommand.Create("a\0b"));
        Assert.Throws<ArgumentException>(() => ImapCommand.Fetch(MessageSet.Empty, "UID"));
        Assert.Throws<InvalidOperationException>(() => ImapCommand.Append("a", 1).Atoms("x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImapCommand.Append("a", -1));
        Assert.Throws<ArgumentException>(() => new ImapClientEngine(new() { Login = new() { UserName = "a\0" } }));
    }

    [Fact]
    public void What_comes_unasked_is_told_and_a_farewell_ends_the_session()
    {
        var client = Ready(new ImapResponseLimits());
        List<ImapResponse> told = [];
        Assert.Equal(ImapClientStepKind.Ready, Hear(client, "* 5 EXISTS\r\n", out _, told));
        Assert.Equal([new ImapExistsResponse(5)], told);
        Assert.Equal(ImapClientStepKind.Failed, Hear(client, "* BYE later\r\n", out _));
        Assert.Equal((ImapClientFailureCause.Bye, "later"), (client.Failure!.Cause, client.Failure.Result!.Text));
        Assert.Throws<InvalidOperationException>(() => client.Send(ImapCommand.Noop()));

        client = Ready(new ImapResponseLimits());
        client.Signal(Signal.TimedOut);
        Assert.Equal(ImapClientFailureCause.TimedOut, client.Failure!.Cause);
        client = Ready(new ImapResponseLimits());
        client.Signal(Signal.PeerClosed);
        Assert.Equal(ImapClientFailureCause.PeerClosed, client.Failure!.Cause);
    }

    [Fact]
    public void Any_octets_are_read_the_same_for_every_cut_and_nothing_throws() => SeededRandom.Rounds(1500, random =>
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, 40); i > 0; i--)
            text.Append(Words[random.Next(Words.Length)]);
        var octets = Encoding.Latin1.GetBytes(text.ToString());
        var limits = new ImapResponseLimits
        {
            LineBytes = 200, LiteralBytes = 20, ResponseBytes = 300, ContentBytes = 40,
        };
        Assert.Equal(Trace(limits, [octets]), Trace(limits, ByteCutter.Random(octets, random)));
    });

    private static string Trace(ImapResponseLimits limits, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var client = Ready(limits);
        client.Send(ImapCommand.Noop());
        var trace = new StringBuilder();
        byte[] unread = [];
        var output = new ArrayBufferWriter<byte>();
        foreach (var piece in pieces)
        {
            unread = [.. unread, .. piece.Span];
            var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(unread));
            while (true)
            {
                var step = client.Advance(ref reader, output);
                if (step.Response is { } response)
                    trace.Append(Describe(response));
                else if (step.Kind == ImapClientStepKind.Content)
                    trace.Append(Encoding.Latin1.GetString(step.Content.Span));
                else if (step.Kind == ImapClientStepKind.Ready)
                    client.Send(ImapCommand.Noop());
                else
                    break;
            }

            unread = unread[(int)reader.Consumed..];
        }

        return $"{trace} {client.Failure?.Cause} {client.Failure?.Explanation}";
    }

    private static string Describe(ImapResponse response) => response switch
    {
        ImapFetchResponse fetch => string.Join(',', fetch.Items.Select(item => $"{item.Key}={item.Value.Length}")),
        ImapOtherResponse other => other.Name + other.Values.Count,
        _ => response.GetType().Name,
    };

    private static ImapClientEngine Ready(ImapResponseLimits limits)
    {
        var client = new ImapClientEngine(new ImapClientOptions { Tls = ImapClientTls.Never, Limits = limits });
        Assert.Equal(ImapClientStepKind.Ready, Hear(client, "* PREAUTH [CAPABILITY IMAP4rev1] hello\r\n", out _));
        return client;
    }

    /// <summary>Why the session failed after these responses to a command; null when it did not.</summary>
    private static string? After(ImapResponseLimits limits, string server)
    {
        var client = Ready(limits);
        client.Send(ImapCommand.Noop());
        Hear(client, server, out _);
        return client.Failure?.Explanation;
    }

    private static ImapClientStepKind Hear(
        ImapClientEngine client, string server, out string said, List<ImapResponse>? told = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(server)));
        while (true)
        {
            var step = client.Advance(ref reader, output);
            if (step.Response is { } response)
                told?.Add(response);
            if (step.Kind is ImapClientStepKind.Response or ImapClientStepKind.Content)
                continue;
            said = Encoding.UTF8.GetString(output.WrittenSpan);
            return step.Kind;
        }
    }

    private static readonly string[] Words =
    [
        "* ", "* ", "A1 OK x", "A2 NO x", "A3 BAD x", "+ ", "\r\n", "\r\n", "\r\n", "\n", " ", "(", ")", "((",
        "))", "\"",
        "\\", "{3}\r\nabc", "{0}\r\n", "{21}\r\n", "~{2}\r\n\0\0", "1 FETCH (", "BODY[] {5}\r\nab)\r\n", "BODY[TEXT",
        "BODY[HEADER.FIELDS (", "]", "UID 5", "FLAGS (\\Seen)", "SEARCH 1 2", "LIST () \"/\" a", "STATUS a (X 1)",
        "5 EXISTS", "OK [UIDNEXT 3] x", "BYE", "ESEARCH", "NIL", "é", "\0",
    ];
}
