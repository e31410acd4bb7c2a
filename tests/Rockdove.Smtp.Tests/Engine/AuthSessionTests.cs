using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>What an authentication leaves in the session, which no transcript can show.</summary>
public sealed class AuthSessionTests
{
    [Fact]
    public void A_trace_is_nobodys_identity()
    {
        var conversation = Greeted(new AnonymousMechanism()).Send($"AUTH ANONYMOUS {Base64("root@example.org")}\r\n");
        Assert.Equal("235 2.7.0 Authentication succeeded", conversation.LastReply);
        Assert.Equal(("anonymous", "ANONYMOUS"), (conversation.Session.Identity, conversation.Session.Mechanism));
    }

    [Theory]
    [InlineData("\0tim\0secret", "tim")]
    [InlineData("root\0tim\0secret", "root")]
    public void Who_acts_as_another_has_that_identity(string response, string identity)
    {
        var conversation = Greeted(new PlainMechanism()).Send($"AUTH PLAIN {Base64(response)}\r\n");
        Assert.Equal((identity, "PLAIN"), (conversation.Session.Identity, conversation.Session.Mechanism));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("!")]
    [InlineData("anVuaw==")]
    public void A_scram_exchange_that_is_spoilt_after_the_verdict_leaves_no_identity(string last)
    {
        var conversation = Greeted(new ScramSha256Mechanism());
        var login = new SaslLogin { UserName = "tim", Password = new Secret("secret") };
        var client = SaslClientSelector.Create("SCRAM-SHA-256", login);
        Assert.StartsWith("334 ", conversation.Send($"AUTH SCRAM-SHA-256 {Next(client, "")}\r\n").LastReply);
        var final = Next(client, conversation.LastReply[4..]);
        Assert.StartsWith("334 dj", conversation.Send(final + "\r\n").LastReply); // v=
        Assert.StartsWith("501 ", conversation.Send(last + "\r\n").LastReply);
        Assert.Null(conversation.Session.Identity);
        Assert.Null(conversation.Session.Mechanism);
    }

    [Fact]
    public void Made_up_salts_stay_the_same_for_one_server_and_differ_between_servers()
    {
        Auth one = New(), another = New(), twin = New(one.SaltKey);
        Assert.Equal(SaltOf(one), SaltOf(one));
        Assert.Equal(SaltOf(one), SaltOf(twin));
        Assert.NotEqual(SaltOf(one), SaltOf(another));

        static Auth New(ReadOnlyMemory<byte>? key = null) => key is { } given
            ? new Auth(new ScramSha256Mechanism()) { SaltKey = given }
            : new Auth(new ScramSha256Mechanism());
    }

    [Theory]
    [InlineData("AUTH PLAIN AHRpbQBzZWNyZXQ=\r\n")]
    [InlineData("MAIL FROM:<a@example.org>\r\nRCPT TO:<u@test>\r\nDATA\r\n")]
    [InlineData("MAIL FROM:<a@example.org>\r\nRCPT TO:<u@test>\r\nBDAT 3\r\n")]
    [InlineData("STARTTLS\r\n")]
    public void An_answer_that_comes_after_the_peer_has_left_changes_nothing(string commands)
    {
        var protocol = new SmtpProtocol(new SmtpProtocolOptions
        {
            Extensions =
                [new Chunking(), new StartTls(), new Auth(new PlainMechanism()) { AllowsSecretsInClear = true }],
        });
        var engine = new SmtpServerEngine(protocol, new SmtpSession());
        var output = new ArrayBufferWriter<byte>();
        engine.Start(output);
        var input = new SequenceReader<byte>(
            new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes("EHLO client.test\r\n" + commands)));
        for (var asked = 0; engine.Question is not (AuthQuestion or DataQuestion or StartTlsQuestion); asked++)
        {
            Assert.True(asked < 20, "The last question does not come.");
            if (engine.Question is not null)
                engine.Answer(null, output);
            engine.Advance(ref input, output);
        }

        engine.Signal(Signal.PeerClosed, output);
        engine.Answer(engine.Question is AuthQuestion ? SmtpReplies.Authenticated : null, output);
        Assert.Equal(StepKind.Close, engine.Advance(ref input, output).Kind);
    }

    private static ServerConversation Greeted(SaslMechanism mechanism) => Greeted(
        new Auth(mechanism) { AllowsSecretsInClear = true, AllowsDelegation = true });

    private static ServerConversation Greeted(Auth auth) => new ServerConversation(
        new SmtpProtocolOptions { Extensions = [new EnhancedStatusCodes(), auth] },
        answers: question => question is AuthQuestion ? SmtpReplies.Authenticated : null).Send("EHLO client.test\r\n");

    private static string SaltOf(Auth auth)
    {
        var reply = Greeted(auth).Send($"AUTH SCRAM-SHA-256 {Base64("n,,n=nobody,r=abc")}\r\n").LastReply;
        return Encoding.ASCII.GetString(Convert.FromBase64String(reply[4..])).Split(',')[1];
    }

    private static string Next(ISaslClient client, string challenge)
    {
        var response = new ArrayBufferWriter<byte>();
        client.Next(Convert.FromBase64String(challenge), response);
        return Convert.ToBase64String(response.WrittenSpan);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}
