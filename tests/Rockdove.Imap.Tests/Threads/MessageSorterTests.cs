using Rockdove.Testing;

namespace Rockdove.Imap.Tests;

/// <summary>RFC 5256 section 3, RFC 5957, RFC 5051.</summary>
public class MessageSorterTests
{
    [Fact]
    public void Missing_fields_are_the_empty_string_and_come_first() => Assert.Equal(
        [2u, 3, 1],
        Sort(SortKey.From, new SortableMessage { Uid = 1, From = "a" }, new SortableMessage { Uid = 2 },
            new SortableMessage { Uid = 3, From = "" }));

    [Fact]
    public void Letters_are_compared_in_any_case_and_by_code_point()
    {
        Assert.Equal([1u, 2, 3, 4], Sort(SortKey.From, From(4, "z"), From(2, "B"), From(1, "a"), From(3, "Éa", "ea")));
        Assert.Equal([1u, 2], Sort(SortKey.To, new() { Uid = 2, To = "ÉA" }, new() { Uid = 1, To = "éa" }));

        // U+FF61 is U+3002 when decomposed, and both are below U+10400, whose UTF-16 is not.
        Assert.Equal([2u, 1], Sort(SortKey.From, From(1, "\U00010400"), From(2, "\uFF61")));
        Assert.Equal([1u, 2], Sort(SortKey.From, From(2, "b\uD800"), From(1, "a\uD800")));
    }

    [Fact]
    public void A_message_without_a_date_has_that_of_its_arrival()
    {
        var noon = new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            [3u, 1, 2],
            Sort(SortKey.Date, new() { Uid = 1, Arrival = noon },
                new() { Uid = 2, Sent = new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.FromHours(-1)) },
                new() { Uid = 3, Sent = new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.FromHours(1)) }));
    }

    [Fact]
    public void Reverse_does_not_reverse_messages_that_are_equal()
    {
        SortableMessage[] rows = [From(1, "a"), From(2, "b"), From(3, "a"), From(4, "b")];
        Assert.Equal([2u, 4, 1, 3], MessageSorter.Sort(rows, [new(SortKey.From, true)]));
        Assert.Equal([1u, 2, 3, 4], MessageSorter.Sort(rows, [new(SortKey.Size, true)]));
        Assert.Empty(MessageSorter.Sort([], [new(SortKey.From, true)]));
    }

    [Fact]
    public void Agrees_with_a_slow_reading_of_the_rfc() => SeededRandom.Rounds(300, random =>
    {
        var rows = Enumerable.Range(1, random.Next(1, 30)).Select(uid => new SortableMessage
        {
            Uid = (uint)uid,
            From = random.Next(3) == 0 ? null : $"{(char)('a' + random.Next(3))}",
            Subject = (random.Next(2) == 0 ? "Re: " : "") + $"{(char)('A' + random.Next(3))}",
            SizeBytes = random.Next(3),
            Arrival = new DateTimeOffset(2024, 1, 1 + random.Next(3), 0, 0, 0, TimeSpan.Zero),
        }).ToArray();
        SortCriterion[] criteria =
        [
            .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new SortCriterion(
                Keys[random.Next(Keys.Length)], random.Next(2) == 0)),
        ];

        var expected = rows.ToList();
        foreach (var criterion in criteria.Reverse())
        {
            // A stable sort by each, the last first.
            expected = criterion.IsReverse
                ? [.. expected.OrderByDescending(row => Text(row, criterion.Key), StringComparer.Ordinal)]
                : [.. expected.OrderBy(row => Text(row, criterion.Key), StringComparer.Ordinal)];
        }

        random.Shuffle(rows);
        Assert.Equal(expected.Select(row => row.Uid), MessageSorter.Sort(rows, criteria));
    });

    private static string Text(SortableMessage row, SortKey key) => key switch
    {
        SortKey.From => row.From ?? "",
        SortKey.Subject => row.Subject![^1..],
        SortKey.Size => $"{row.SizeBytes}",
        _ => $"{row.Arrival:yyyy-MM-dd}",
    };

    private static SortableMessage From(uint uid, string from, string display = "") =>
        new() { Uid = uid, From = from, DisplayFrom = display };

    private static IReadOnlyList<uint> Sort(SortKey key, params SortableMessage[] rows) =>
        MessageSorter.Sort(rows, [new SortCriterion(key, false)]);

    private static readonly SortKey[] Keys = [SortKey.From, SortKey.Subject, SortKey.Size, SortKey.Arrival];
}
