using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>
/// A host's opinions: a function of a seed and of the number of the question, so that the same questions get the same
/// answers however the input was cut.
/// </summary>
public sealed class SmtpAnswers(int seed)
{
    /// <summary>Says yes to nearly everything when the seed is even.</summary>
    private readonly int _refusalOneIn = (seed & 1) == 0 ? 40 : 5;

    public bool HandshakeSucceeds(int handshake) => new Random(Mix(-1 - handshake)).Next(8) > 0;

    /// <summary>What else the host tells the engine while this question is open.</summary>
    public Signal SignalDuring(int question) => new Random(Mix(question) ^ 0x5A5A).Next(150) switch
    {
        0 => Signal.Stopping,
        1 => Signal.PeerClosed,
        2 => Signal.Changed,
        _ => Signal.None,
    };

    /// <summary>Answers the open question.</summary>
    /// <param name="engine">Holds the question.</param>
    /// <param name="number">How many questions it asked before.</param>
    /// <param name="output">Where the reply goes.</param>
    /// <returns>What was answered, for messages.</returns>
    public string Answer(SmtpServerEngine engine, int number, System.Buffers.IBufferWriter<byte> output)
    {
        var random = new Random(Mix(number));
        var question = engine.Question!;
        if (question is SecretQuestion && random.Next(4) > 0)
        {
            engine.Provide(random.Next(3) == 0 ? null : new ClearSecret(new Secret("secret")), output);
            return "a secret";
        }

        if (question is MessageQuestion { Envelope.Recipients.Count: > 0 } message && engine.Protocol.Options.IsLmtp
            && random.Next(3) > 0)
        {
            var replies = message.Envelope.Recipients.Select(_ => Draw(question, random) ?? question.Default).ToArray();
            engine.AnswerEach(replies, output);
            return string.Join(" | ", replies.Select(each => each.ToString()));
        }

        var reply = Draw(question, random);
        engine.Answer(reply, output);
        return reply?.ToString() ?? "the default";
    }

    private SmtpReply? Draw(SmtpQuestion question, Random random)
    {
        if (random.Next(_refusalOneIn) == 0)
            return Refusals[random.Next(Refusals.Length)];
        return question switch
        {
            AuthQuestion => SmtpReplies.Authenticated,
            CommandQuestion when random.Next(12) == 0 => SmtpReplies.Ok,
            MailQuestion when random.Next(8) == 0 => OddAcceptance,
            _ => null,
        };
    }

    /// <summary>Not HashCode: that one is salted for each process, and a case must be repeatable in another.</summary>
    private int Mix(int number) => unchecked((seed * 16777619) ^ (number * 40503));

    private static readonly SmtpReply OddAcceptance =
        new(250, "2.1.0", "Odd \r\n250 text", new string('x', 1200), "é€");

    private static readonly SmtpReply[] Refusals =
    [
        SmtpReplies.LocalError, SmtpReplies.StorageFull, new(550, "5.1.1", "No"), new(450, null, "Later"),
        new(421, "4.3.2", "Going"), new SmtpReply(554, "5.7.1", "Away").AndClose(), new(535, "5.7.8", "No"),
        new(501, "5.5.4", "Mistake"), new(552, "5.3.4", "Big", "and", "long"),
    ];
}
