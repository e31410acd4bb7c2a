using System.Buffers;
using System.Text;
using Rockdove.Testing;

namespace Rockdove.Imap.Tests;

/// <summary>
/// RFC 5256 section 3. Rows are written <c>uid:subject:id:reference,reference</c>, a minute after another.
/// </summary>
public class MessageThreaderTests
{
    [Theory]
    // Step 1: links by references, the first the parent of the second.
    [InlineData("(1 2 3)", "1:a:x", "2:b:y:x", "3:c:z:x,y")]
    [InlineData("(1 (2)(3))", "1:a:x", "2:b:y:x", "3:c:z:x")]
    [InlineData("(3 2 1)", "1:a:x:y", "2:b:y:z", "3:c:z")]
    [InlineData("(1)(2)", "1:a:x:x", "2:b:y:y,y")]
    [InlineData("(2 1)", "1:a:x:y", "2:b:y:x")]
    [InlineData("(3 1 2)", "1:a:x:z", "2:b:y:x", "3:c:z:y")]
    [InlineData("(1 3)(2)", "1:a:x", "2:b:x", "3:c:z:x")]
    [InlineData("(1)(2)", "1:a:", "2:b:")]
    [InlineData("(1 2)", "1:a:<\"q\"@h>", "2:b:y:<q@h>")]
    [InlineData("(1 2)", "1:a:<\"q\\\"r\"@h>", "2:b:y:<\"q\\\"r\"@h>")]
    [InlineData("(1)(2)", "1:a:X", "2:b:y:x")]
    // What a message says of its own parent counts more than what others say, unless that makes a loop.
    [InlineData("(1 (2)(3))", "1:a:x", "2:b:y:x", "3:c:z:y,x")]
    [InlineData("(2 (1)(3))", "1:a:x:y", "2:b:y", "3:c:z:x,y")]
    [InlineData("(3 1 2)", "1:a:x", "2:b:y:z,x", "3:c:z:x")]
    // Step 3: who is not there goes, but not from above several at the top.
    [InlineData("(1 2)", "1:a:x:gone", "2:b:y:x")]
    [InlineData("((1)(2))", "1:a:x:gone", "2:b:y:gone")]
    [InlineData("(1 (2)(3))", "1:a:x", "2:b:y:x,gone", "3:c:z:x,gone")]
    [InlineData("(1)", "1:a:x:g,h,i")]
    [InlineData("((1)(2))", "1:a:x:g,h", "2:b:y:g,i")]
    // Step 5: by subject.
    [InlineData("(1 2)", "1:a:x", "2:Re_ A:y")]
    [InlineData("(2 1)", "2:a:x", "1:Re_ a:y")]
    [InlineData("((1)(2))", "1:a:x", "2:a:y")]
    [InlineData("((1)(2)(3))", "1:a:x", "2:a:y", "3:a:z")]
    [InlineData("((1)(2)(3))", "1:a:x", "2:a:y", "3:Re_ a:z")]
    [InlineData("((1)(2)(3))", "1:a:x:gone", "2:b:y:gone", "3:a:z")]
    [InlineData("((1)(2)(3)(4))", "1:a:x:gone", "2:b:y:gone", "3:a:z:lost", "4:c:w:lost")]
    [InlineData("((1)(2))", "1:Re_ a:x", "2:Re_ a:y")]
    [InlineData("(1 (2)(3))", "1:a:x", "2:Fwd_ a:y", "3:a (fwd):z")]
    [InlineData("(1)(2)", "1::x", "2:Re_:y")]
    [InlineData("(1 2)(3 4)", "1:a:x", "2:Re_ a:y", "3:b:z", "4:Re_ b:w")]
    public void Threads_by_references(string expected, params string[] rows) =>
        Assert.Equal(expected, Write(MessageThreader.Thread(Rows(rows), ThreadAlgorithm.References)));

    [Theory]
    [InlineData("(1 (2)(3))(4)", "1:a:x", "2:Re_ a:y", "3:A:z", "4:b:w")]
    [InlineData("(1 2)", "1:a:x", "2:a:y")]
    [InlineData("(1 2)(3)", "1::x", "2::y", "3:b:z")]
    [InlineData("")]
    public void Threads_by_subject(string expected, params string[] rows) =>
        Assert.Equal(expected, Write(MessageThreader.Thread(Rows(rows), ThreadAlgorithm.OrderedSubject)));

    [Fact]
    public void Siblings_and_threads_are_in_the_order_of_their_dates()
    {
        SortableMessage At(uint uid, int hour, string id, params string[] references) => new()
        {
            Uid = uid,
            MessageId = id,
            References = references,
            Subject = id,
            Sent = new DateTimeOffset(2024, 1, 1, hour, 0, 0, TimeSpan.Zero),
        };

        SortableMessage[] rows =
        [
            At(1, 9, "late"), At(2, 5, "b", "gone"), At(3, 1, "a", "gone"), At(4, 3, "mid"), At(5, 8, "x", "late"),
            At(6, 7, "y", "late"),
        ];
        Assert.Equal("((3)(2))(4)(1 (6)(5))", Write(MessageThreader.Thread(rows, ThreadAlgorithm.References)));
    }

    [Fact]
    public void A_thread_may_be_as_deep_as_a_mailbox_is_long()
    {
        const int Depth = 50_000;
        var rows = Enumerable.Range(1, Depth).Select(uid => new SortableMessage
        {
            Uid = (uint)uid,
            MessageId = $"m{uid}",
            References = uid % 2 == 0 ? [$"m{uid - 1}"] : uid > 2 ? [$"m{uid - 2}"] : [],
        });

        var threads = MessageThreader.Thread(rows, ThreadAlgorithm.References);

        var said = Written(threads, Depth);
        Assert.StartsWith("* THREAD (1 (2)(3 (4)(5 (6)(7", said, StringComparison.Ordinal);
        Assert.Equal(said.Count(symbol => symbol == '('), said.Count(symbol => symbol == ')'));
    }

    [Fact]
    public void Every_message_is_in_one_place_whatever_refers_to_what() => SeededRandom.Rounds(500, random =>
    {
        var count = random.Next(1, 25);
        SortableMessage[] rows =
        [
            .. Enumerable.Range(1, count).Select(uid => new SortableMessage
            {
                Uid = (uint)uid,
                MessageId = random.Next(6) == 0 ? null : $"m{random.Next(count)}",
                References = [.. Enumerable.Range(0, random.Next(4)).Select(_ => $"m{random.Next(count + 4)}")],
                Subject = Subjects[random.Next(Subjects.Length)],
                Sent = new DateTimeOffset(2024, 1, 1, random.Next(24), 0, 0, TimeSpan.Zero),
            }),
        ];
        foreach (var algorithm in Enum.GetValues<ThreadAlgorithm>())
        {
            var threads = MessageThreader.Thread(rows, algorithm);

            List<uint> seen = [];
            Collect(threads, isTop: true, seen);
            Assert.Equal(rows.Select(row => row.Uid), seen.Order());
            random.Shuffle(rows);
            Assert.Equal(Write(threads), Write(MessageThreader.Thread(rows, algorithm)));
            Array.Sort(rows, (left, right) => left.Uid.CompareTo(right.Uid));
        }
    });

    [Fact]
    public void What_the_client_does_not_know_is_not_told()
    {
        MessageThread Leaf(uint uid) => new(uid, []);
        MessageThread[] threads =
        [
            Leaf(9), new(8, [Leaf(1), Leaf(2)]), new(3, [new(9, [Leaf(4)])]), new(null, [Leaf(9), Leaf(5)]),
            new(6, [Leaf(9)]),
        ];
        Assert.Equal("* THREAD ((1)(2))(3 4)(5)(6)\r\na OK Completed\r\n", Written(threads, 6));
    }

    private static void Collect(IReadOnlyList<MessageThread> threads, bool isTop, List<uint> seen)
    {
        foreach (var thread in threads)
        {
            if (thread.Uid is { } uid)
                seen.Add(uid);
            else
                Assert.True(isTop && thread.Replies.Count > 1, "Nobody is above several, and at the top.");
            Collect(thread.Replies, isTop: false, seen);
        }
    }

    private static IEnumerable<SortableMessage> Rows(string[] rows) => rows.Select(text =>
    {
        var parts = text.Split(':');
        return new SortableMessage
        {
            Uid = uint.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture),
            Subject = parts[1].Replace('_', ':'),
            MessageId = parts[2],
            References = parts.Length > 3 ? parts[3].Split(',') : [],
            Sent = new DateTimeOffset(2024, 1, 1, 0, parts[0][0] - '0', 0, TimeSpan.Zero),
        };
    });

    private static string Write(IReadOnlyList<MessageThread> threads)
    {
        var said = Written(threads, 30)["* THREAD".Length..];
        return said[..said.IndexOf('\r', StringComparison.Ordinal)].TrimStart();
    }

    private static string Written(IReadOnlyList<MessageThread> threads, int messages)
    {
        var engine = new ImapServerEngine(
            new ImapProtocol(Session.Options with { Extensions = [new Threading()] }),
            new ImapSession { Phase = ImapPhase.Authenticated });
        var output = new ArrayBufferWriter<byte>();
        engine.Ask(new SelectQuestion("INBOX", false));
        engine.Open(
            new OpenedMailbox
            {
                View = new MailboxView(Enumerable.Range(1, messages).Select(uid => (uint)uid)),
                UidValidity = 1,
                UidNext = (uint)messages + 1,
            },
            output);
        var input = new SequenceReader<byte>(
            new ReadOnlySequence<byte>("a THREAD REFERENCES UTF-8 ALL\r\n"u8.ToArray()));
        engine.Advance(ref input, output);
        output.ResetWrittenCount();
        engine.Threaded(threads, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    private static readonly string?[] Subjects = [null, "a", "Re: a", "b", "[x] b (fwd)", "Re:"];
}
