using System.Globalization;
using System.Text;
using Rockdove.Mailboxes;
using Rockdove.Storage;

namespace Rockdove.Catcher.Tests;

/// <summary>What is true of every search that somebody may type.</summary>
public class TypedSearchPropertyTests
{
    [Fact]
    public void Nothing_that_is_typed_throws_or_exceeds_a_limit()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(random.GetItems(Pieces, random.Next(30)));

            var typed = TypedSearch.Read(text, TimeZoneInfo.Utc, ["a"]);

            Assert.True(typed.Mistake is null || typed.Query is null, text);
            Assert.True(typed.Query is null || typed.Query.Depth <= SearchQuery.MaximumDepth, text);
            if (typed.Query is not null)
                Assert.NotNull(SearchEvaluator.Holds(typed.Query, RowOf(new([], [], false, 1)), SearchText.None));
        }
    }

    [Fact]
    public void A_written_query_is_read_as_it_was_meant()
    {
        var random = new Random(2);
        for (var i = 0; i < 3000; i++)
        {
            var meant = Make(random, 3);
            var text = meant.Write(random);
            var typed = TypedSearch.Read(text, TimeZoneInfo.Utc, ["red", "blue"]);
            Assert.True(typed is { Mistake: null, Ignored.Count: 0, Query: not null }, text);
            for (var j = 0; j < 5; j++)
            {
                var mail = MakeMail(random);
                var holds = SearchEvaluator.Holds(typed.Query, RowOf(mail), TextOf(mail));
                Assert.True(
                    meant.Holds(mail) == holds,
                    $"{text}: {string.Join(',', mail.Subject)}, {string.Join(',', mail.Tags)}, {mail.Bytes}");
            }
        }
    }

    private static Meant Make(Random random, int depth)
    {
        var word = Words[random.Next(Words.Length)];
        var tag = random.Next(2) == 0 ? "red" : "blue";
        var size = random.Next(1, 2000);
        return random.Next(depth == 0 ? 6 : 9) switch
        {
            0 => new Condition(word, mail => mail.Subject.Contains(word)),
            1 => new Condition($"subject:{word}", mail => mail.Subject.Contains(word)),
            2 => new Condition($"tag:{tag}", mail => mail.Tags.Contains(tag)),
            3 => new Condition("is:read", mail => mail.IsRead),
            4 => new Condition("is:tagged", mail => mail.Tags.Count > 0),
            5 => new Condition(
                string.Create(CultureInfo.InvariantCulture, $"larger:{size}"), mail => mail.Bytes > size),
            6 => new Not(Make(random, depth - 1)),
            7 => new All(Some(random, depth)),
            _ => new One(Some(random, depth)),
        };
    }

    private static Meant[] Some(Random random, int depth) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Make(random, depth - 1))];

    private static Mail MakeMail(Random random) => new(
        [.. Words.Where(_ => random.Next(2) == 0)],
        [.. ((string[])["red", "blue"]).Where(_ => random.Next(3) == 0)],
        random.Next(2) == 0,
        random.Next(2000));

    private static MessageRow RowOf(Mail mail) => new()
    {
        Mailbox = default,
        Uid = Uid.First,
        ModSequence = default,
        Flags = new FlagSet(mail.IsRead ? SystemFlags.Seen : SystemFlags.None, [.. mail.Tags]),
        InternalDate = DateTimeOffset.UnixEpoch,
        Message = default,
        Thread = default,
        Bytes = mail.Bytes,
    };

    private static SearchText TextOf(Mail mail) => MimeTextReader.Instance.Read(
        Encoding.ASCII.GetBytes($"Subject: {string.Join(' ', mail.Subject)}\r\n\r\n"));

    private sealed record Mail(
        IReadOnlyList<string> Subject, IReadOnlyList<string> Tags, bool IsRead, long Bytes);

    private abstract record Meant
    {
        public abstract bool Holds(Mail mail);

        public abstract string Write(Random random);

        protected static string Inner(Meant part, Random random) =>
            part is Condition or Not ? part.Write(random) : $"({part.Write(random)})";
    }

    private sealed record Condition(string Text, Predicate<Mail> IsTrue) : Meant
    {
        public override bool Holds(Mail mail) => IsTrue(mail);

        public override string Write(Random random) => random.Next(4) == 0 ? $"\"{Text}\"" : Text;
    }

    private sealed record Not(Meant Part) : Meant
    {
        public override bool Holds(Mail mail) => !Part.Holds(mail);

        public override string Write(Random random) => (random.Next(2) == 0 ? "-" : "!")
            + (Part is Condition ? Part.Write(random) : $"({Part.Write(random)})");
    }

    private sealed record All(Meant[] Parts) : Meant
    {
        public override bool Holds(Mail mail) => Parts.All(part => part.Holds(mail));

        // An OR binds more tightly, so it needs no parentheses here.
        public override string Write(Random random) => string.Join(
            random.Next(2) == 0 ? " " : "  ",
            Parts.Select(part => part is One ? part.Write(random) : Inner(part, random)));
    }

    private sealed record One(Meant[] Parts) : Meant
    {
        public override bool Holds(Mail mail) => Parts.Any(part => part.Holds(mail));

        public override string Write(Random random) => string.Join(" OR ", Parts.Select(part => Inner(part, random)));
    }

    private static readonly string[] Words = ["apple", "pear", "plum"];

    private static readonly string[] Pieces =
    [
        "(", ")", "-", "!", "\"", " ", " ", "OR", " OR ", "a", "from:", "to:", "bcc:", "subject:", "tag:", "is:read",
        "is:tagged", "header:", "attachment:", "=", "/", "subject:/", "{9}", "*",
        "has:inline", "before:", "after:", "2026", "-05-01", "larger:", "smaller:", "9999999999", "k", "\0",
        "\u00e4", "\ud83d", "\ude00", ":", "<", ">", "@", "9999", "0001-01-01",
    ];
}
