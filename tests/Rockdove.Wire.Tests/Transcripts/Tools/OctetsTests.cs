using System.Buffers;
using Rockdove.Testing;

namespace Rockdove.Wire.Tests;

public sealed class OctetsTests
{
    private static readonly byte[] Some = "MAIL FROM:<a@b.c>\r\n.\r\n..\r\n\r\nthe rest of it"u8.ToArray();

    [Fact]
    public void Pieces_are_never_empty_and_joined_they_are_the_whole() => SeededRandom.Rounds(500, random =>
    {
        var octets = new byte[random.Next(200)];
        random.NextBytes(octets);
        foreach (var pieces in ByteCutter.EveryTwoPieces(octets).Prepend([.. ByteCutter.Each(octets)])
            .Prepend([.. ByteCutter.Random(octets, random)]).Prepend([.. ByteCutter.Whole(octets)]))
        {
            Assert.All(pieces, piece => Assert.NotEqual(0, piece.Length));
            Assert.Equal(octets, SequenceBuilder.From(pieces).ToArray());
        }
    });

    [Fact]
    public void Each_place_is_cut_once()
    {
        Assert.Equal(
            Enumerable.Range(1, Some.Length - 1), ByteCutter.EveryTwoPieces(Some).Select(pieces => pieces[0].Length));
        Assert.Equal(Some.Length, ByteCutter.Each(Some).Count());
    }

    [Fact]
    public void Random_cuts_find_every_place_and_the_same_seed_finds_the_same()
    {
        var places = new HashSet<int>();
        SeededRandom.Rounds(500, random =>
        {
            var place = 0;
            foreach (var piece in ByteCutter.Random(Some, random))
                places.Add(place += piece.Length);
            Assert.Equal(
                ByteCutter.Random(Some, new SeededRandom(random.Seed)).Select(piece => piece.Length),
                ByteCutter.Random(Some, new SeededRandom(random.Seed)).Select(piece => piece.Length));
        });

        Assert.Equal(Enumerable.Range(1, Some.Length), places.Order());
    }

    [Fact]
    public void A_sequence_has_the_segments_it_was_given()
    {
        var sequence =
            new SequenceBuilder().Append(Some.AsMemory(0, 3)).Append(default).Append(Some.AsMemory(3)).Build();

        var lengths = new List<int>();
        foreach (var segment in sequence)
            lengths.Add(segment.Length);
        Assert.Equal([3, 0, Some.Length - 3], lengths);
        Assert.Equal(Some.Length, SequenceBuilder.OctetByOctet(Some).Length);
        Assert.True(SequenceBuilder.From([]).IsEmpty);
    }

    [Fact]
    public void What_is_consumed_is_gone_and_overwritten() => SeededRandom.Rounds(500, random =>
    {
        var unread = new UnreadOctets();
        var (fed, consumed) = (0, 0);
        var kept = new List<ReadOnlyMemory<byte>>();
        foreach (var piece in ByteCutter.Random(Some, random))
        {
            unread.Append(piece);
            fed += piece.Length;
            Assert.Equal(Some[consumed..fed], unread.Sequence.ToArray());

            var count = random.Next(fed - consumed + 1);
            foreach (var segment in unread.Sequence.Slice(0, count))
                kept.Add(segment);
            unread.Consume(count);
            consumed += count;
            Assert.Equal(Some[consumed..fed], unread.Sequence.ToArray());
        }

        unread.Clear();
        Assert.True(unread.Sequence.IsEmpty);
        Assert.All(kept, segment => Assert.False(segment.Span.ContainsAnyExcept((byte)0xDB)));
    });
}
