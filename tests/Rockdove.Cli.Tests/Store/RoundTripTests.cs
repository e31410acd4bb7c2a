using System.Text;
using Rockdove.Mailboxes;
using Rockdove.Storage;
using Rockdove.Testing;

namespace Rockdove.Cli.Tests;

/// <summary>What an export holds comes back from an import into a fresh store.</summary>
public sealed class RoundTripTests : IAsyncDisposable
{
    private readonly TransferFixture _files = new();

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    [Theory]
    [InlineData(ArchiveFormat.Eml)]
    [InlineData(ArchiveFormat.Zip)]
    [InlineData(ArchiveFormat.Mbox)]
    [InlineData(ArchiveFormat.Maildir)]
    public async Task Mailboxes_bytes_flags_dates_and_identifiers_come_back(ArchiveFormat format)
    {
        var store = _files.NewStore();
        MailboxName[] names =
        [
            MailboxName.Inbox(""), new("", "Work/2026.final"), new("", "Entwürfe & mehr"),
            MailboxName.Inbox("ann@example.org"),
            new("ann@example.org", "owner=x/.hidden"), new("", "INBOX/below"),
        ];
        foreach (var name in names)
        {
            await TransferFixture.PutAsync(store, name, Bytes($"Subject: {name}\r\n\r\nText\r\n"), 3,
                new(SystemFlags.Seen | SystemFlags.Answered, "$Forwarded", "Invoice"));
            await TransferFixture.PutAsync(store, name, Bytes("Subject: b\r\n\r\nFrom here\r\n"), 9,
                SystemFlags.Deleted | SystemFlags.Draft | SystemFlags.Flagged, TransferFixture.Date.AddDays(-400));
        }

        var back = await _files.ThereAndBackAsync(store, format);

        Assert.Empty(_files.Problems);
        Assert.Equal(
            names.Order(ByText), (await back.ListMailboxesAsync(null, TransferFixture.Token))
                .Select(mailbox => mailbox.Name).Order(ByText));
        foreach (var name in names)
        {
            var before = await TransferFixture.ReadAsync(store, name);
            var after = await TransferFixture.ReadAsync(back, name);
            Assert.Equal(before.Select(each => Text(each.Body)), after.Select(each => Text(each.Body)));
            Assert.Equal(before.Select(each => each.Row.Uid), after.Select(each => each.Row.Uid));
            Assert.Equal(before.Select(each => each.Row.Flags), after.Select(each => each.Row.Flags));
            Assert.Equal(before.Select(each => each.Row.InternalDate), after.Select(each => each.Row.InternalDate));
        }
    }

    [Theory]
    [InlineData(ArchiveFormat.Eml)]
    [InlineData(ArchiveFormat.Zip)]
    public async Task Files_with_an_index_hold_envelope_and_offset_too(ArchiveFormat format)
    {
        var store = _files.NewStore();
        var envelope = new DeliveryEnvelope
        {
            ReceivedAt = TransferFixture.Date.AddTicks(1234567),
            ReversePath = "jürgen@example.org",
            ForwardPaths = ["a@example.org", "\"b c\"@example.org"],
            Helo = "client", ClientAddress = "192.0.2.1:25", Tls = "TLSv1.3", Identity = "ann",
        };
        await TransferFixture.PutAsync(
            store, MailboxName.Inbox(""), Bytes("x"), date: TransferFixture.Date.AddTicks(7654321), envelope: envelope);

        var back = await _files.ThereAndBackAsync(store, format);

        var (row, _) = Assert.Single(await TransferFixture.ReadAsync(back, MailboxName.Inbox("")));
        Assert.True(row.InternalDate.EqualsExact(TransferFixture.Date.AddTicks(7654321)));
        Assert.Equal(envelope with { ForwardPaths = [] }, row.Envelope! with { ForwardPaths = [] });
        Assert.Equal(envelope.ForwardPaths, row.Envelope.ForwardPaths);
    }

    [Fact]
    public async Task An_mbox_holds_the_sender_and_the_second()
    {
        var store = _files.NewStore();
        var inbox = MailboxName.Inbox("");
        foreach (var sender in new[] { "a b@example.org", "" })
        {
            var envelope = new DeliveryEnvelope
            {
                ReceivedAt = TransferFixture.Date, ReversePath = sender, ForwardPaths = ["a@example.org"],
            };
            await TransferFixture.PutAsync(
                store, inbox, Bytes("x\r\n"), date: TransferFixture.Date.AddTicks(7654321), envelope: envelope);
        }
        await TransferFixture.PutAsync(store, inbox, Bytes("x\r\n"));

        var back = await TransferFixture.ReadAsync(await _files.ThereAndBackAsync(store, ArchiveFormat.Mbox), inbox);

        Assert.Equal(["a b@example.org", "", null], back.Select(each => each.Row.Envelope?.ReversePath));
        Assert.All(back, each => Assert.Equal(TransferFixture.Date, each.Row.InternalDate));
        Assert.Empty(back[0].Row.Envelope!.ForwardPaths);
    }

    [Theory]
    [InlineData(ArchiveFormat.Eml)]
    [InlineData(ArchiveFormat.Zip)]
    [InlineData(ArchiveFormat.Mbox)]
    [InlineData(ArchiveFormat.Maildir)]
    public async Task Random_bytes_come_back_as_far_as_the_format_says(ArchiveFormat format)
    {
        var seed = SeededRandom.RunSeed;
        var random = new Random(seed);
        var store = _files.NewStore();
        var inbox = MailboxName.Inbox("");
        var bodies = new List<byte[]>();
        for (var i = 0; i < 300; i++)
        {
            bodies.Add(RandomBody(random));
            await TransferFixture.PutAsync(store, inbox, bodies[i]);
        }

        var back = await TransferFixture.ReadAsync(await _files.ThereAndBackAsync(store, format), inbox);

        Assert.Equal(bodies.Count, back.Count);
        for (var i = 0; i < bodies.Count; i++)
            Assert.True(Held(format, bodies[i]) == Text(back[i].Body), $"seed {seed}, body {i}:\n{Text(bodies[i])}");
    }

    [Theory]
    [InlineData("From ")]
    [InlineData(">From ")]
    [InlineData("From x@y Thu Jan  1 00:00:00 1970")]
    [InlineData("Status: RO\r\nX-Status: A\r\nX-Keywords: b\r\nX-UID: 7\r\n\r\nText")]
    [InlineData("X-UID: 7")]
    [InlineData("\r\n\r\nFrom x@y Thu Jan  1 00:00:00 1970\r\n\r\n\r\n\r\n")]
    [InlineData("F\r\nFr\r\nFrom\r\n>\r\n>F\r\n>>From\r\n>>From ")]
    public async Task An_mbox_takes_nothing_of_a_message_for_its_own(string text)
    {
        foreach (var run in new[] { 0, 1, 998, 999, 1000, 1001, 1002, 5000, 70_000 })
        {
            var store = _files.NewStore();
            var body = new string('>', run) + text + "\r\n";
            await TransferFixture.PutAsync(store, MailboxName.Inbox(""), Bytes(body));

            var back = await _files.ThereAndBackAsync(store, ArchiveFormat.Mbox);

            var (row, octets) = Assert.Single(await TransferFixture.ReadAsync(back, MailboxName.Inbox("")));
            Assert.Equal(body, Text(octets));
            Assert.Equal((new Uid(1), FlagSet.None), (row.Uid, row.Flags));
        }
    }

    /// <summary>What docs/store.md says that a format keeps of a message.</summary>
    private static string Held(ArchiveFormat format, byte[] body)
    {
        if (format is ArchiveFormat.Eml or ArchiveFormat.Zip)
            return Text(body);
        var held = new StringBuilder();
        var returns = 0;
        foreach (var letter in Text(body))
        {
            if (letter == '\r')
            {
                returns++;
                continue;
            }
            // A line ends in CRLF, whatever it ended in; of several CR before LF one is lost.
            held.Append('\r', letter == '\n' ? Math.Max(returns - 1, 1) : returns).Append(letter);
            returns = 0;
        }
        held.Append('\r', returns);
        if (format == ArchiveFormat.Mbox && held.Length > 0 && held[^1] != '\n')
            held.Append(held[^1] == '\r' ? "\n" : "\r\n"); // A message is whole lines.
        return held.ToString();
    }

    private static byte[] RandomBody(Random random)
    {
        string[] words =
        [
            "\r\n", "\r\n", "\n", "\r", "From ", ">", ">From ", "\0", "a", ": ", "Status: R", "\r\n\r\n", "ÿ",
            new string('x', 5000), new string('>', 999), ".", " ",
        ];
        var text = new StringBuilder();
        for (var count = random.Next(30); count > 0; count--)
            text.Append(words[random.Next(words.Length)]);
        return Bytes(text.ToString());
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static string Text(byte[] octets) => Encoding.Latin1.GetString(octets);

    private static readonly Comparer<MailboxName> ByText =
        Comparer<MailboxName>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));
}
