using System.Buffers;
using System.Globalization;
using System.Text;
using Rockdove.Testing;

namespace Rockdove.Imap.Tests;

/// <summary>The view against a model: two plain lists, what the client knows and what there is.</summary>
public class ViewTests
{
    [Fact]
    public void Tells_what_makes_the_picture_true_and_never_more_than_it_may() => SeededRandom.Rounds(500, random =>
    {
        var world = Enumerable.Range(1, random.Next(16)).Where(_ => random.Next(3) > 0).Select(uid => (uint)uid)
            .ToList();
        var client = new ClientPicture();
        var view = new MailboxView(world);
        client.Take($"* {world.Count} EXISTS", mayExpunge: true);
        var next = 100u;
        for (var step = 0; step < 40; step++)
        {
            switch (random.Next(5))
            {
                case 0:
                    world.Add(next);
                    view.Added(next++);
                    break;
                case 1 when world.Count > 0:
                    var gone = world[random.Next(world.Count)];
                    world.Remove(gone);
                    view.Expunged(gone);
                    break;
                case 2 when world.Count > 0:
                    view.FlagsChanged(world[random.Next(world.Count)], new ImapFlags(ImapSystemFlags.Seen));
                    break;
                default:
                    var mayExpunge = random.Next(2) == 0;
                    client.Take(Report(view, mayExpunge), mayExpunge);
                    if (mayExpunge)
                        Assert.Equal(world.Count, client.Count);
                    break;
            }

            Assert.Equal((uint)client.Count, view.Count);
        }

        client.Take(Report(view, mayExpunge: true), mayExpunge: true);
        Assert.Equal(world, Enumerable.Range(1, client.Count).Select(number => view.UidAt((uint)number)));
        Assert.Empty(Report(view, mayExpunge: true));
    });

    [Fact]
    public void A_set_means_what_a_slow_reading_of_the_rfc_says() => SeededRandom.Rounds(500, random =>
    {
        uint[] uids = [.. Enumerable.Range(1, 30).Where(_ => random.Next(3) == 0).Select(uid => (uint)uid)];
        var view = new MailboxView(uids);
        var byUid = random.Next(2) == 0;
        var ranges = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Range(random, byUid ? 40 : uids.Length));
        var text = string.Join(',', ranges);
        var reader = new ImapReader(Encoding.ASCII.GetBytes(text));
        Assert.True(SequenceSet.TryRead(ref reader, 10, false, out var set));
        if (uids.Length == 0)
        {
            Assert.True(view.Resolve(set, byUid).IsEmpty);
            return;
        }

        Assert.Equal(Slowly(text, uids, byUid), view.Resolve(set, byUid));
        Assert.True(byUid || set.Fits(view.Count), text);
    });

    [Fact]
    public void A_mailbox_of_a_million_messages_costs_a_session_no_more_than_its_gaps()
    {
        var messages = MessageSet.OfRanges([(1, 400_000), (400_002, 1_000_001)]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var view = new MailboxView(messages);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 1, 1024);
        Assert.Equal(1_000_000u, view.Count);
        Assert.Equal(400_002u, view.UidAt(400_001));
        Assert.False(view.TrySequenceNumber(400_001, out _));
    }

    [Fact]
    public void Numbers_that_are_not_there_do_not_fit()
    {
        var reader = new ImapReader("1:3"u8);
        SequenceSet.TryRead(ref reader, 10, false, out var set);
        var star = new ImapReader("*"u8);
        SequenceSet.TryRead(ref star, 10, false, out var last);

        Assert.True(set.Fits(3));
        Assert.False(set.Fits(2));
        Assert.True(last.Fits(1));
        Assert.False(last.Fits(0));
    }

    [Fact]
    public void Refuses_what_cannot_be()
    {
        var view = new MailboxView([3, 5]);
        view.Added(9);
        view.Expunged(9);

        Assert.Throws<ArgumentException>(() => view.Added(9));
        Assert.Throws<ArgumentException>(() => new MailboxView([0]));
        Assert.Throws<ArgumentException>(() => new MailboxView([2, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.UidAt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.UidAt(3));
    }

    private static string Report(MailboxView view, bool mayExpunge)
    {
        var output = new ArrayBufferWriter<byte>();
        var responses = new ImapResponseWriter(new ImapProtocol(Session.Options), new ImapSession()) { View = view };
        responses.Text.Output = output;
        view.Report(responses, mayExpunge);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    private static string Range(Random random, int last)
    {
        var from = Number(random, last);
        return random.Next(2) == 0 ? from : $"{from}:{Number(random, last)}";
    }

    private static string Number(Random random, int last) =>
        random.Next(5) == 0 || last == 0 ? "*" : random.Next(1, last + 1).ToString(CultureInfo.InvariantCulture);

    private static uint[] Slowly(string text, uint[] uids, bool byUid)
    {
        uint last = byUid ? uids[^1] : (uint)uids.Length;
        var wanted = new HashSet<uint>();
        foreach (var range in text.Split(','))
        {
            uint[] ends = [.. range.Split(':')
                .Select(end => end == "*" ? last : uint.Parse(end, CultureInfo.InvariantCulture))];
            for (var number = ends.Min(); number <= ends.Max(); number++)
                wanted.Add(number);
        }

        return [.. uids.Where((uid, index) => wanted.Contains(byUid ? uid : (uint)index + 1))];
    }
}
