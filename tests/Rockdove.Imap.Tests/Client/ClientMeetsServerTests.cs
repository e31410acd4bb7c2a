using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Imap.Tests;

/// <summary>Our client and our server talk to each other, in pieces of any size.</summary>
public class ClientMeetsServerTests
{
    [Theory]
    [InlineData("LOGIN command", true)]
    [InlineData("PLAIN", true)]
    [InlineData("PLAIN", false)]
    [InlineData("LOGIN", true)]
    [InlineData("CRAM-MD5", true)]
    [InlineData("SCRAM-SHA-256", true)]
    [InlineData("SCRAM-SHA-256", false)]
    public void Logs_in_in_every_way(string way, bool hasInitialResponse) => SeededRandom.Rounds(10, random =>
    {
        var options = Session.Options with
        {
            Mechanisms = SaslMechanisms.Find(way) is { } mechanism ? [mechanism] : [],
        };
        if (!hasInitialResponse)
            options = options with { Extensions = [new Idle()] };
        var talk = new ClientTalk(random, options, ClientTalk.InClear);
        Assert.Equal(ImapClientStepKind.Ready, talk.Run());
        Assert.True(talk.Client.IsLoggedIn);
        Assert.Equal(way.Split(' ')[0], talk.Session.Mechanism);
        Assert.Equal("ann", talk.Session.Identity);
        Assert.True(talk.Client.Capabilities.Has("idle"));
    });

    [Fact]
    public void Says_starttls_first_and_logs_in_behind_it() => SeededRandom.Rounds(10, random =>
    {
        var options = Session.Options with
        {
            AllowsSecretsInClear = false,
            Extensions = [.. ImapExtensions.Standard, new StartTls()],
        };
        var talk = new ClientTalk(random, options, new ImapClientOptions { Login = ClientTalk.Ann });
        Assert.Equal(ImapClientStepKind.Ready, talk.Run());
        Assert.True(talk.Client.IsSecure && talk.Session.IsSecure && talk.Client.IsLoggedIn);
        Assert.False(talk.Client.Capabilities.Has("STARTTLS"));
    });

    [Fact]
    public void Does_what_can_be_done_with_mailboxes() => SeededRandom.Rounds(20, random =>
    {
        var talk = new ClientTalk(random, Session.Options, ClientTalk.InClear);
        talk.Run();
        Assert.True(talk.Do(ImapCommand.Create("Grüße & \"mehr\"")).IsOk);
        Assert.True(talk.Do(ImapCommand.Subscribe("Grüße & \"mehr\"")).IsOk);
        Assert.True(talk.Do(ImapCommand.Rename("Grüße & \"mehr\"", "Gruß")).IsOk);
        Assert.True(talk.Do(ImapCommand.List("", "G*")).IsOk);
        var list = Assert.IsType<ImapListResponse>(Assert.Single(talk.Responses));
        Assert.Equal(("Gruß", '/', false), (list.Name, list.Delimiter!.Value, list.IsLsub));
        Assert.Equal(["\\HasNoChildren"], list.Attributes);
        Assert.True(talk.Do(ImapCommand.Status("Gruß", "MESSAGES UIDNEXT")).IsOk);
        var status = Assert.IsType<ImapMailboxStatusResponse>(Assert.Single(talk.Responses));
        Assert.Equal("Gruß", status.Mailbox);
        Assert.True(status.TryNumber("uidnext", out var next));
        Assert.Equal(1u, next);
        Assert.False(status.TryNumber("UNSEEN", out _));
        Assert.Equal("NONEXISTENT", talk.Do(ImapCommand.Delete("nosuch")).CodeName);
        Assert.True(talk.Do(ImapCommand.Unsubscribe("Gruß")).IsOk);
        Assert.True(talk.Do(ImapCommand.Delete("Gruß")).IsOk);
        Assert.True(talk.Do(ImapCommand.Enable("IMAP4rev2")).IsOk);
        Assert.True(talk.Do(ImapCommand.Create("Grüße\\")).IsOk);
        talk.Do(ImapCommand.List("", "G%"));
        Assert.Equal("Grüße\\", Assert.IsType<ImapListResponse>(Assert.Single(talk.Responses)).Name);
        Assert.Contains("\"Grüße\\\\\"", talk.Said, StringComparison.Ordinal);
        talk.Client.Logout();
        Assert.Equal(ImapClientStepKind.Done, talk.Run());
    });

    [Fact]
    public void Does_what_can_be_done_with_messages() => SeededRandom.Rounds(20, random =>
    {
        var talk = new ClientTalk(random, Session.Options, ClientTalk.InClear);
        talk.Mailboxes["a"] = new FakeMailbox("a");
        talk.Run();
        talk.Message = "Subject: {5}\r\n\r\nA1 OK no\r\n)\r\n"u8.ToArray();
        var at = new DateTimeOffset(2024, 2, 1, 10, 20, 30, TimeSpan.Zero);
        var kept = talk.Do(ImapCommand.Append(
            "INBOX", talk.Message.Length, new ImapFlags(ImapSystemFlags.Seen, ["k"]), at));
        Assert.True(kept.TryReadAppendUid(out var validity, out var uids));
        Assert.Equal((7u, "1"), (validity, uids.ToString()));
        Assert.Equal("TRYCREATE", talk.Do(ImapCommand.Append("nosuch", talk.Message.Length)).CodeName);
        Assert.True(talk.Do(ImapCommand.Append("INBOX", talk.Message.Length)).IsOk);

        Assert.True(talk.Do(ImapCommand.Select("INBOX", isCondstore: true)).TryReadNumber("x", out _) is false);
        Assert.Contains(new ImapExistsResponse(2), talk.Responses);
        Assert.Contains(talk.Responses, response =>
            response is ImapStatusResponse { Result: var told } && told.TryReadNumber("UIDVALIDITY", out var number)
            && number == 7);
        talk.Do(ImapCommand.Fetch(
            new([1, 2]), "(FLAGS RFC822.SIZE INTERNALDATE ENVELOPE BODY.PEEK[])", changedSince: 2));
        var fetch = Assert.IsType<ImapFetchResponse>(Assert.Single(talk.Responses));
        Assert.Equal((2u, 2u, 3ul, (ulong)talk.Message.Length), (
            fetch.SequenceNumber, fetch.Uid!.Value, fetch.ModSequence!.Value, fetch.Size!.Value));
        Assert.Empty(fetch.Flags!);
        Assert.Equal(System.Text.Encoding.ASCII.GetString(talk.Message), talk.Content);
        Assert.Equal(ImapValueKind.Content, fetch.Find("body[]")!.Kind);
        Assert.Equal(talk.Message.Length, fetch.Find("BODY[]")!.Length);
        Assert.Equal(("{5}", 10), (fetch.Find("ENVELOPE")!.Items[1].Text, fetch.Find("ENVELOPE")!.Items.Count));
        talk.Do(ImapCommand.FetchByNumber("1:*", "BODY.PEEK[HEADER.FIELDS (\"subject\" X)]<0.9>"));
        Assert.Equal("Subject: Subject: ", talk.Content);
        Assert.Equal("BODY[HEADER.FIELDS (subject X)]<0>", talk.Client.Content!.Item);

        talk.Do(ImapCommand.Search().Atoms("UNSEEN TEXT").String("A1"));
        Assert.Equal([2u], Assert.IsType<ImapSearchResponse>(Assert.Single(talk.Responses)).Numbers);
        talk.Do(ImapCommand.Search().Atoms("RETURN (MIN COUNT ALL) SUBJECT").String("ö\r\n"));
        Assert.Equal("BADCHARSET", talk.Client.LastResult!.CodeName);
        talk.Do(ImapCommand.Search().Atoms("RETURN (MIN COUNT ALL) MODSEQ 1"));
        var found = Assert.IsType<ImapExtendedSearchResponse>(Assert.Single(talk.Responses));
        Assert.True(found.IsByUid && found.TryNumber("count", out var count) && count == 2);
        Assert.Equal("1:2", found.All.ToString());

        talk.Do(ImapCommand.Store(new([1]), StoreAction.Add, new ImapFlags(ImapSystemFlags.Deleted), isSilent: true));
        Assert.Null(Assert.IsType<ImapFetchResponse>(Assert.Single(talk.Responses)).Flags);
        Assert.Equal("MODIFIED", talk.Do(ImapCommand.Store(
            new([1]), StoreAction.Remove, new ImapFlags(ImapSystemFlags.None, ["k"]), unchangedSince: 1)).CodeName);
        Assert.True(talk.Do(ImapCommand.Copy(uids, "a")).TryReadCopyUid(out _, out var from, out var to));
        Assert.Equal(("1", "1"), (from.ToString(), to.ToString()));
        talk.Do(ImapCommand.Move(new([2]), "a"));
        Assert.Contains(new ImapExpungeResponse(2), talk.Responses);
        talk.Do(ImapCommand.Expunge(new([9])));
        Assert.Empty(talk.Responses);
        talk.Do(ImapCommand.Expunge());
        Assert.Equal([new ImapExpungeResponse(1)], talk.Responses);
        Assert.True(talk.Do(ImapCommand.Unselect()).IsOk);
        Assert.Equal(ImapCondition.Bad, talk.Do(ImapCommand.Close()).Condition);
    });

    [Fact]
    public void Waits_for_news_in_idle() => SeededRandom.Rounds(20, random =>
    {
        var talk = new ClientTalk(random, Session.Options, ClientTalk.InClear);
        talk.Run();
        talk.Do(ImapCommand.Select("INBOX"));
        talk.Responses.Clear();
        talk.Client.Idle();
        var isEarly = random.Next(2) == 0;
        if (!isEarly)
        {
            Assert.Equal(ImapClientStepKind.NeedInput, talk.Run(stopsWhenIdle: true));
            Assert.True(talk.Client.IsIdling);
            talk.Mailboxes["INBOX"].Add(FakeMessage.Plain(4));
            talk.Knock();
            Assert.Equal(ImapClientStepKind.NeedInput, talk.Run(stopsWhenIdle: true));
            Assert.Contains(new ImapExistsResponse(1), talk.Responses);
        }

        talk.Client.Done();
        Assert.Throws<InvalidOperationException>(talk.Client.Done);
        Assert.Equal(ImapClientStepKind.Ready, talk.Run());
        Assert.True(talk.Client.LastResult!.IsOk);
        Assert.True(talk.Do(ImapCommand.Noop()).IsOk);
    });

    [Theory]
    [InlineData("LITERAL+", 5000, "{5000+}")]
    [InlineData("LITERAL-", 4096, "{4096+}")]
    [InlineData("LITERAL-", 4097, "{4097}")]
    [InlineData("none", 5, "{5}")]
    public void Literals_wait_unless_the_server_says_otherwise(string capability, int octets, string expected) =>
        SeededRandom.Rounds(5, random =>
        {
            var options = Session.Options with
            {
                Extensions = capability switch
                {
                    "LITERAL+" => [new LiteralPlus()],
                    "LITERAL-" => [new LiteralMinus()],
                    _ => [],
                },
            };
            var talk = new ClientTalk(random, options, ClientTalk.InClear);
            talk.Run();
            talk.Message = new byte[octets];
            Array.Fill(talk.Message, (byte)'x');
            Assert.True(talk.Do(ImapCommand.Append("INBOX", octets)).IsOk);
            Assert.Contains($"APPEND \"INBOX\" {expected}\r\n", talk.Said, StringComparison.Ordinal);
            var missing = talk.Do(ImapCommand.Status(new string('n', octets) + "\r", "MESSAGES"));
            Assert.Equal(ImapCondition.No, missing.Condition);
            Assert.Equal(octets, talk.Mailboxes["INBOX"].Messages[0].Octets.Length);
        });
}
