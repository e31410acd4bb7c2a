using System.Globalization;
using System.Text;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Pop3.Tests;

/// <summary>Whatever a client sends, in whatever pieces: replies, and always the same ones.</summary>
public class RandomInputTests
{
    [Fact]
    public void What_the_engine_says_does_not_depend_on_the_cuts() => SeededRandom.Rounds(400, random =>
    {
        var options = Options(random);
        var messages = Messages(random);
        var text = Encoding.Latin1.GetBytes(RandomSession(random));
        var whole = new ServerConversation(options, messages).Send(text);
        var cut = new ServerConversation(options, messages);
        foreach (var piece in ByteCutter.Random(text, random))
            cut.Send(piece);
        var dripped = new ServerConversation(options, messages);
        foreach (var piece in ByteCutter.Each(text))
            dripped.Send(piece);

        Assert.Equal(whole.Said, cut.Said);
        Assert.Equal(whole.Said, dripped.Said);
        Assert.Equal(whole.IsClosed, dripped.IsClosed);
        Assert.Equal(whole.Deleted, cut.Deleted);
    });

    [Fact]
    public void Random_octets_get_one_reply_a_line() => SeededRandom.Rounds(400, random =>
    {
        var octets = new byte[random.Next(2000)];
        for (var i = 0; i < octets.Length; i++)
            octets[i] = random.Next(12) == 0 ? (byte)'\n' : random.Next(12) == 0 ? (byte)'\r' : (byte)random.Next(256);
        var options = Options(random) with { Limits = new() { Mistakes = int.MaxValue } };
        var conversation = new ServerConversation(options, []);
        var before = Lines(conversation).Length;
        conversation.Send(octets);
        var lines = Lines(conversation)[before..];
        Assert.All(lines, line => Assert.StartsWith("-ERR", line, StringComparison.Ordinal));
        Assert.Equal(octets.Count((byte)'\n'), lines.Length);
    });

    [Fact]
    public void Totals_lists_and_deletions_agree_with_a_model() => SeededRandom.Rounds(200, random =>
    {
        var messages = Messages(random);
        var there = Enumerable.Range(1, messages.Count).ToHashSet();
        var options = new Pop3ProtocolOptions { AllowsSecretsInClear = true };
        var conversation = new ServerConversation(options, messages).Send("USER a\r\nPASS b\r\n");
        for (var i = random.Next(30); i > 0; i--)
        {
            var number = random.Next(1, messages.Count + 2);
            switch (random.Next(6))
            {
                case 0:
                    var goes = there.Remove(number);
                    Assert.StartsWith(goes ? "+OK" : "-ERR", Ask(conversation, $"DELE {number}"), OrdinalCompare);
                    break;
                case 1:
                    there.UnionWith(Enumerable.Range(1, messages.Count));
                    Assert.StartsWith("+OK", Ask(conversation, "RSET"), OrdinalCompare);
                    break;
                case 2:
                    Assert.Equal($"+OK {there.Count} {there.Sum(n => messages[n - 1].Length)}\r\n",
                        Ask(conversation, "STAT"));
                    break;
                case 3:
                    var rows = there.Order().Select(n => $"{n} {messages[n - 1].Length}\r\n");
                    Assert.EndsWith(
                        $"octets)\r\n{string.Concat(rows)}.\r\n", Ask(conversation, "LIST"), OrdinalCompare);
                    break;
                case 4:
                    var answer = Ask(conversation, $"RETR {number}");
                    Assert.Equal(there.Contains(number), answer.StartsWith("+OK", OrdinalCompare));
                    if (there.Contains(number))
                        Assert.Equal(messages[number - 1], Undotted(answer));
                    break;
                default:
                    Assert.Equal(there.Contains(number) ? $"+OK {number} u{number}\r\n" : "-ERR No such message\r\n",
                        Ask(conversation, $"UIDL {number}"));
                    break;
            }
        }

        Ask(conversation, "QUIT");
        Assert.Equal(Enumerable.Range(1, messages.Count).Except(there), conversation.Deleted);
    });

    private static string Ask(ServerConversation conversation, string command)
    {
        var before = conversation.Said.Length;
        return conversation.Send(command + "\r\n").Said[before..];
    }

    private static byte[] Undotted(string answer)
    {
        var lines = answer.Split("\r\n")[1..^2];
        Assert.DoesNotContain(".", lines);
        return Encoding.Latin1.GetBytes(string.Concat(lines.Select(line => line.TrimStartOne('.') + "\r\n")));
    }

    private static string[] Lines(ServerConversation conversation) =>
        conversation.Said.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private static List<byte[]> Messages(SeededRandom random) => [.. Enumerable.Range(0, random.Next(6)).Select(_ =>
        Encoding.Latin1.GetBytes(string.Concat(
            Enumerable.Range(0, random.Next(8)).Select(_ => Pick(random, ContentLines) + "\r\n"))))];

    private static Pop3ProtocolOptions Options(SeededRandom random) => new()
    {
        AllowsSecretsInClear = random.Next(4) > 0,
        RequiresTls = random.Next(8) == 0,
        Leniencies = random.Next(2) == 0 ? Pop3Leniencies.None : Pop3Leniencies.TrailingSpace,
        Limits = new() { Mistakes = random.Next(1, 40), CommandLineBytes = 255, SaslLineBytes = 255 },
        Extensions =
        [
            .. Pop3Extensions.Standard, new Stls(), new Apop { FillRandom = static octets => octets.Clear() },
            new Sasl(SaslMechanisms.All)
            {
                FillRandom = static octets => octets.Clear(),
                SaltKey = new byte[32],
            },
        ],
    };

    private static string RandomSession(SeededRandom random) => string.Concat(
        Enumerable.Range(0, random.Next(30)).Select(_ => Pick(random, Commands)
            .Replace("#", random.Next(-1, 7).ToString(CultureInfo.InvariantCulture), OrdinalCompare)
            + Pick(random, ["\r\n", "\r\n", "\r\n", "\r\n", "\n", " \r\n"])));

    private static T Pick<T>(SeededRandom random, T[] from) => from[random.Next(from.Length)];

    private const StringComparison OrdinalCompare = StringComparison.Ordinal;

    private static readonly string[] ContentLines =
        ["", ".", "..", ".x", "Subject: a", "a line", "\u00e9", "trailing ", new string('x', 900)];

    // # stands for the number of a message.
    private static readonly string[] Commands =
    [
        "USER a", "PASS b", "USER a\r\nPASS b", "PASS wrong", "AUTH PLAIN", "AUTH PLAIN AGFubgBzZWNyZXQ=", "AUTH LOGIN",
        "AUTH CRAM-MD5", "AUTH SCRAM-SHA-256 biwsbj1hLHI9YQ==", "*", "YW5u", "=", "!!!", "CAPA", "STLS", "UTF8", "LANG",
        "LANG *", "LANG x", "STAT", "LIST", "LIST #", "UIDL", "UIDL #", "RETR #", "TOP # #", "DELE #", "DELE #", "RSET",
        "NOOP", "NOOP x", "", ".", "\0", "GET / HTTP/1.1", "APOP a c4c9334bac560ecc979e58001b3e22fb", "QUIT",
        new string('x', 300),
    ];
}

file static class Dots
{
    /// <summary>Takes one dot away, and not more.</summary>
    public static string TrimStartOne(this string line, char dot) => line.StartsWith(dot) ? line[1..] : line;
}
