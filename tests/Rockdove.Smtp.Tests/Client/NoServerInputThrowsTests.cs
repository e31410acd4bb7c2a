using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>
/// Whatever a server says, a client has a value for it; and it says the same however the bytes were cut.
/// </summary>
public sealed class NoServerInputThrowsTests
{
    private static readonly string[] Bits =
    [
        "220 mx\r\n", "250 ok\r\n", "250 ok\r\n", "250 ok\r\n", "250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n",
        "250-mx\r\n250-STARTTLS\r\n250-AUTH PLAIN SCRAM-SHA-256\r\n250 LIMITS RCPTMAX=1\r\n", "354 go\r\n",
        "354 go\r\n", "421 bye\r\n", "450 later\r\n", "452 4.5.3 too many\r\n", "550 5.1.1 no\r\n", "235 in\r\n",
        "334 \r\n", "334 dGVzdA==\r\n", "334 %%%\r\n", "503 no\r\n", "221 bye\r\n", "250-half", "2", "\r\n", "\n", "\0",
        "-", " ", "999 x\r\n", "250\r\n", "250-a\r\n251 b\r\n", "\u00FF\u00FE", "HTTP/1.1 200 OK\r\n",
    ];

    [Fact]
    public void Random_servers_are_survived_and_commands_do_not_depend_on_cuts()
    {
        var ends = new Dictionary<SmtpClientFailureCause, int>();
        for (var seed = 0; seed < 4000; seed++)
        {
            var whole = Play(seed, new Cut(null, isWhole: true), ends);
            Assert.Equal(whole, Play(seed, new Cut(null, isWhole: false), ends));
            Assert.Equal(whole, Play(seed, new Cut(seed + 1, isWhole: false), ends));
        }

        // The generator is worth something only if it gets everywhere.
        Assert.Contains(SmtpClientFailureCause.Refused, ends.Keys);
        Assert.Contains(SmtpClientFailureCause.ServiceClosing, ends.Keys);
        Assert.Contains(SmtpClientFailureCause.ProtocolViolation, ends.Keys);
        Assert.Contains(SmtpClientFailureCause.PeerClosed, ends.Keys);
        Assert.Contains(SmtpClientFailureCause.InjectedBeforeTls, ends.Keys);
        Assert.Contains(SmtpClientFailureCause.NoMechanism, ends.Keys);
        Assert.Contains(SmtpClientFailureCause.ServerNotAuthenticated, ends.Keys);
    }

    /// <summary>One session with a server that says random things; all that the client said and how it ended.</summary>
    private static string Play(int seed, Cut cut, Dictionary<SmtpClientFailureCause, int> ends)
    {
        var random = new Random(seed);
        var conversation = new Conversation(OptionsFor(random), cut);
        conversation.Pump();
        var said = new StringBuilder();
        var turns = random.Next(1, 20);
        if (random.Next(3) > 0)
            conversation.Raw(Bits[0]);
        for (var turn = 0; turn < turns && conversation.Step.Kind != SmtpClientStepKind.Failed; turn++)
        {
            switch (conversation.Step.Kind)
            {
                case SmtpClientStepKind.StartTls when random.Next(3) > 0:
                    conversation.Signal(Signal.TlsStarted);
                    break;
                case SmtpClientStepKind.Ready when random.Next(8) == 0:
                    conversation.Do(engine => engine.Quit());
                    break;
                case SmtpClientStepKind.Ready:
                    conversation.Begin(new OutgoingEnvelope("a@b", "x@test", "jürgen@test", "z@test"));
                    break;
                case SmtpClientStepKind.SendContent when random.Next(6) > 0:
                    conversation.Content("line\r\n.\r\nline");
                    break;
                case SmtpClientStepKind.Done:
                    return said.Append(conversation.TakeOutput()).Append("done").ToString();
            }

            said.Append(conversation.TakeOutput()).Append('|');
            // One reply at a time: what else has come when a step is taken depends on cuts, as it does in life.
            conversation.Raw(Bits[random.Next(Bits.Length)]);
        }

        said.Append(conversation.TakeOutput());
        if (conversation.Step.Kind != SmtpClientStepKind.Failed)
            conversation.Signal(Signal.PeerClosed);
        if (conversation.Engine.Failure is { } failure)
        {
            ends[failure.Cause] = ends.GetValueOrDefault(failure.Cause) + 1;
            said.Append(failure);
        }

        if (conversation.Engine.Transaction is { IsComplete: true } transaction)
        {
            Assert.DoesNotContain(
                transaction.Recipients,
                r => r.Outcome is RecipientOutcome.Pending or RecipientOutcome.Accepted);
            said.AppendJoin(',', transaction.Recipients.Select(r => r.Outcome));
        }

        return said.ToString();
    }

    private static SmtpClientOptions OptionsFor(Random random) => Conversation.Options with
    {
        Tls = (SmtpTlsPolicy)random.Next(3),
        Dialect = (SmtpDialect)random.Next(2),
        Pipelining = (SmtpPipelining)random.Next(3),
        UseChunking = random.Next(2) == 0,
        ChunkBytes = 5,
        IsSecure = random.Next(4) == 0,
        Login = random.Next(3) > 0 ? null : new SaslLogin
        {
            UserName = "tim",
            Password = new Secret("secret"),
            FillRandom = octets => octets.Fill(7),
        },
    };
}
