using System.Globalization;
using System.Text;

namespace Rockdove.Storage.Contract;

/// <summary>Random mail and random queries: every store finds what looking at every message by hand finds.</summary>
public abstract class RandomSearchContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    private readonly List<Letter> _letters = [];
    private Random _random = new();

    [Fact]
    public async Task What_is_found_is_what_holds()
    {
        var seed = int.TryParse(
            Environment.GetEnvironmentVariable("ROCKDOVE_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"ROCKDOVE_SEED={seed}");
        _random = new Random(seed);
        var found = 0;
        for (var round = 0; round < Rounds; round++)
        {
            await ChangeAsync();
            if (_random.Next(2) == 0)
                await SettleAsync();
            for (var i = 0; i < QueriesInARound; i++)
                found += await CheckAsync(Query(depth: 3), seed);
        }
        Assert.InRange(found, Rounds, int.MaxValue); // Queries that never find anything would prove nothing.
    }

    private async Task ChangeAsync()
    {
        for (var i = _random.Next(1, 40); i > 0; i--)
            await DeliverAsync();
        foreach (var letter in _letters.ToArray())
        {
            if (_random.Next(30) == 0)
            {
                await ExpungeAsync(letter.Uid);
                _letters.Remove(letter);
            }
            else if (_random.Next(10) == 0)
            {
                letter.Flags ^= SystemFlags.Seen;
                await StoreFlagsAsync(FlagChange.Replace(letter.Flags), null, letter.Uid);
            }
        }
    }

    private async Task DeliverAsync()
    {
        var letter = new Letter
        {
            Subject = Text(_random.Next(1, 5)),
            From = Pick(Addresses),
            Body = Text(_random.Next(3) == 0 ? _random.Next(50, 400) : _random.Next(0, 20)),
            Arrival = Date.AddHours(_random.Next(-100, 100)),
            Recipient = _random.Next(2) == 0 ? Pick(Addresses) : null,
        };
        var octets = Encoding.UTF8.GetBytes(
            $"From: {letter.From}\r\nSubject: {letter.Subject}\r\n"
            + $"Content-Type: text/plain; charset=utf-8\r\n\r\n{letter.Body}");
        letter.Bytes = octets.Length;
        await using var staged = await StageAsync(octets);
        var committed = await Store.CommitAsync(
            staged, EnvelopeTo(letter.Recipient), [new(Inbox, letter.Arrival)], Token);
        letter.Uid = committed.Places[0].Uid;
        _letters.Add(letter);
    }

    private async Task<int> CheckAsync((SearchQuery Query, Func<Letter, bool> Holds) wanted, int seed)
    {
        var page = new SearchPage
        {
            Order = (SearchOrder)_random.Next(2),
            Skip = _random.Next(4) == 0 ? _random.Next(10) : 0,
            Limit = _random.Next(3) == 0 ? _random.Next(1, 10) : long.MaxValue,
        };
        var expected = _letters.Where(wanted.Holds).Select(letter => letter.Uid);
        if (page.Order == SearchOrder.NewestFirst)
            expected = expected.Reverse();
        Uid[] uids = [.. expected.Skip((int)page.Skip).Take((int)Math.Min(page.Limit, int.MaxValue))];

        var found = new List<Uid>();
        await foreach (var row in Store.SearchAsync(SearchScope.Of(Inbox), wanted.Query, page, Token))
            found.Add(row.Uid);

        Assert.True(uids.SequenceEqual(found), $"ROCKDOVE_SEED={seed}: {wanted.Query} with {page} finds "
            + $"{string.Join(',', found)} and should find {string.Join(',', uids)}.");
        var counted = await Store.CountAsync(SearchScope.Of(Inbox), wanted.Query, Token);
        Letter[] all = [.. _letters.Where(wanted.Holds)];
        var count = new SearchCount(all.Length, all.Count(letter => !letter.Flags.HasFlag(SystemFlags.Seen)));
        Assert.True(count == counted, $"ROCKDOVE_SEED={seed}: of {wanted.Query} {counted} is counted and not {count}.");
        return found.Count;
    }

    private (SearchQuery Query, Func<Letter, bool> Holds) Query(int depth)
    {
        if (depth > 0 && _random.Next(2) == 0)
        {
            var (a, b) = (Query(depth - 1), Query(depth - 1));
            return _random.Next(3) switch
            {
                0 => (SearchQuery.And(a.Query, b.Query), letter => a.Holds(letter) && b.Holds(letter)),
                1 => (SearchQuery.Or(a.Query, b.Query), letter => a.Holds(letter) || b.Holds(letter)),
                _ => (SearchQuery.Not(a.Query), letter => !a.Holds(letter)),
            };
        }
        return Condition();
    }

    private (SearchQuery Query, Func<Letter, bool> Holds) Condition()
    {
        var text = Piece();
        var upper = text.ToUpperInvariant();
        switch (_random.Next(11))
        {
            case 0:
                return (SearchQuery.InField("Subject", text), letter => Has(letter.Subject, upper));
            case 1:
                return (SearchQuery.InBody(text), letter => Has(letter.Body, upper));
            case 2:
                var word = Pick(Words);
                return (SearchQuery.InBody(word, TextMatch.Phrase),
                    letter => letter.Body.Split(' ').Contains(word, StringComparer.OrdinalIgnoreCase));
            case 3:
                var start = Pick(Words)[..2];
                return (SearchQuery.InBody(start, TextMatch.Prefix), letter => letter.Body.Split(' ').Any(
                    each => each.StartsWith(start, StringComparison.OrdinalIgnoreCase)));
            case 4:
                var address = Pick(Addresses);
                return (SearchQuery.Address(AddressPlaces.From, address.ToUpperInvariant()),
                    letter => letter.From == address);
            case 5:
                return (SearchQuery.Flags(SystemFlags.Seen), letter => letter.Flags.HasFlag(SystemFlags.Seen));
            case 6:
                var bytes = _random.Next(100, 1000);
                return (SearchQuery.Size(bytes), letter => letter.Bytes >= bytes);
            case 7:
                var moment = Date.AddHours(_random.Next(-100, 100));
                return (SearchQuery.Moments(SearchDate.Internal, moment, null), letter => letter.Arrival >= moment);
            case 8:
                var first = (uint)_random.Next(1, 200);
                return (SearchQuery.Uids(UidSet.Of(new(first), new(first + 50))),
                    letter => letter.Uid.Value >= first && letter.Uid.Value <= first + 50);
            case 9:
                var recipient = Pick(Addresses);
                return (SearchQuery.Address(AddressPlaces.EnvelopeRecipient | AddressPlaces.From, recipient),
                    letter => letter.From == recipient || letter.Recipient == recipient);
            default:
                return (SearchQuery.InMessage(text),
                    letter => Has(letter.Subject, upper) || Has(letter.Body, upper) || Has(letter.From, upper)
                        || Has("text/plain; charset=utf-8", upper));
        }
    }

    private static DeliveryEnvelope? EnvelopeTo(string? recipient) => recipient is null
        ? null
        : new() { ReceivedAt = Date, ReversePath = "", ForwardPaths = [recipient] };

    private static bool Has(string text, string upper) =>
        text.ToUpperInvariant().Contains(upper, StringComparison.Ordinal);

    /// <summary>Some characters of what could be written: often there, often not, now and then very short.</summary>
    private string Piece()
    {
        Rune[] text = [.. Text(_random.Next(1, 4)).EnumerateRunes()];
        var start = _random.Next(text.Length);
        return string.Concat(text.Skip(start).Take(_random.Next(1, 14)));
    }

    private string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Pick(Words)));

    private T Pick<T>(T[] some) => some[_random.Next(some.Length)];

    private sealed class Letter
    {
        public Uid Uid { get; set; }

        public required string Subject { get; init; }

        public required string From { get; init; }

        public required string Body { get; init; }

        public required DateTimeOffset Arrival { get; init; }

        public required string? Recipient { get; init; }

        public long Bytes { get; set; }

        public SystemFlags Flags { get; set; }
    }

    private const int Rounds = 12;
    private const int QueriesInARound = 25;

    private static readonly string[] Words =
    [
        "alpha", "Alphabet", "beta", "BETTER", "gamma", "gammon", "Straße", "ÄRGER", "ärgerlich", "受信箱", "naïve",
        "order", "Border", "reorder", "2026", "x1", "to", "ton", "stone", "Москва", "москвич", "😀smile",
    ];

    private static readonly string[] Addresses = ["ann@example.org", "joann@example.org", "ann@example.com"];
}
