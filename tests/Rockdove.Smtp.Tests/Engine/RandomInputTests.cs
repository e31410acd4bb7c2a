using System.Text;
using System.Text.RegularExpressions;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>Whatever a client sends, in whatever pieces: replies, and always the same ones.</summary>
public sealed partial class RandomInputTests
{
    [Theory]
    [InlineData(BareNewlines.Refuse)]
    [InlineData(BareNewlines.Normalize)]
    [InlineData(BareNewlines.Keep)]
    [InlineData(BareNewlines.EndLine)]
    public void What_the_engine_says_does_not_depend_on_the_cuts(BareNewlines newlines) =>
        SeededRandom.Rounds(400, random =>
        {
            var options = Options(random) with { BareNewlines = newlines };
            var text = Encoding.Latin1.GetBytes(RandomSession(random));
            var whole = new ServerConversation(options, keepsContent: true).Send(text);
            var cut = new ServerConversation(options, keepsContent: true);
            foreach (var piece in ByteCutter.Random(text, random))
                cut.Send(piece);
            var dripped = new ServerConversation(options, keepsContent: true);
            foreach (var piece in ByteCutter.Each(text))
                dripped.Send(piece);

            Assert.Equal(whole.Said, cut.Said);
            Assert.Equal(whole.Said, dripped.Said);
            Assert.Equal(whole.IsClosed, dripped.IsClosed);
        });

    [Fact]
    public void Random_octets_get_replies_that_are_well_formed() => SeededRandom.Rounds(400, random =>
    {
        var octets = new byte[random.Next(2000)];
        for (var i = 0; i < octets.Length; i++)
            octets[i] = random.Next(12) == 0 ? (byte)'\n' : random.Next(12) == 0 ? (byte)'\r' : (byte)random.Next(256);
        foreach (var line in new ServerConversation(Options(random)).Send(octets).Said.Split("\r\n")[..^1])
            Assert.Matches(ReplyLine(), line);
    });

    [Fact]
    public void No_octet_of_a_message_or_a_chunk_is_ever_a_command() => SeededRandom.Rounds(300, random =>
    {
        // Whether it is taken, refused or too big: after the session's setup the only commands are RSET and NOOP.
        var options = Options(random) with { BareNewlines = BareNewlines.Keep };
        var content = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Pick(random, Poison)));
        var conversation = new ServerConversation(options).Send("EHLO client.test\r\n");
        if (random.Next(4) > 0)
            conversation.Send("MAIL FROM:<a@example.org>\r\n");
        if (random.Next(4) > 0)
            conversation.Send("RCPT TO:<u@test>\r\n");
        var before = conversation.Said.Length;
        conversation.Send($"BDAT {content.Length}{Pick(random, ["", " LAST"])}\r\n{content}RSET\r\nNOOP\r\n");
        var replies = conversation.Said[before..].Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('[')).ToArray();
        Assert.Equal(3, replies.Length);
        Assert.Equal(["250 2.0.0 Ok", "250 2.0.0 Ok"], replies[1..]);
    });

    private static SmtpProtocolOptions Options(SeededRandom random) => new()
    {
        IsLmtp = random.Next(4) == 0,
        KeepsNul = random.Next(2) == 0,
        Extensions =
        [
            .. SmtpExtensions.Standard, new BinaryMime(), new StartTls(),
            new Auth(SaslMechanisms.All)
            {
                AllowsSecretsInClear = true,
                FillRandom = octets => octets.Clear(),
                SaltKey = new byte[32],
            },
        ],
        Limits = new SmtpLimits
        {
            MessageBytes = random.Next(2) == 0 ? 40 : 1000,
            DiscardedMessageBytes = 200,
            CommandLineBytes = 512,
            DiscardedLineBytes = 100,
            ContentLineBytes = 1000,
            Mistakes = 1000,
        },
    };

    private static string RandomSession(SeededRandom random)
    {
        var text = new StringBuilder(random.Next(4) == 0 ? "" : "EHLO client.test\r\nLHLO client.test\r\n");
        for (var count = random.Next(40); count > 0; count--)
        {
            if (random.Next(3) == 0)
                text.Append("MAIL FROM:<a@example.org>\r\nRCPT TO:<u@test>\r\nRCPT TO:<v@test>\r\n");
            text.Append(Pick(random, Fragments));
        }

        return text.ToString();
    }

    private static string Pick(SeededRandom random, string[] from) => from[random.Next(from.Length)];

    private static readonly string[] Poison =
    [
        "QUIT\r\n", "NOOP\r\n", "\r\n.\r\n", ".", "\r\n", "\r", "\n", "BDAT 1000 LAST\r\n", "DATA\r\n", "\0",
        "MAIL FROM:<evil@example.org>\r\n", "RCPT TO:<victim@test>\r\n", "STARTTLS\r\n",
    ];

    private static readonly string[] Fragments =
    [
        .. Poison, "RSET\r\n", "EHLO client.test\r\n", "HELO client.test\r\n", "noop\n", "BDAT 5\r\nabcde",
        "BDAT 4\r\na\nb\r", "BDAT 0 LAST\r\n", "BDAT 50\r\n", "BDAT 300 LAST\r\n", "text\r\n", "text\r\n.\r\n",
        "..x\r\n",
        "AUTH PLAIN AHRpbQBzZWNyZXQ=\r\n", "AUTH LOGIN\r\n", "AUTH CRAM-MD5\r\n", "*\r\n", "dGlt\r\n", "=\r\n",
        "AUTH SCRAM-SHA-256 biwsbj10aW0scj1hYmM=\r\n", "MAIL FROM:<> BODY=BINARYMIME\r\n", "VRFY x\r\n", "\xff\xfe",
        new string('x', 600), "GET / HTTP/1.1\r\n", "Subject: x\r\n\r\n",
    ];

    [GeneratedRegex("^[2-5][0-9][0-9][ -][ -~]*$", RegexOptions.CultureInvariant)]
    private static partial Regex ReplyLine();
}
