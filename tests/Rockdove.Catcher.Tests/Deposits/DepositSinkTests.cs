using System.Text;
using Rockdove.Mailboxes;
using Rockdove.Mime;
using Rockdove.Smtp;
using Rockdove.Storage;

namespace Rockdove.Catcher.Tests;

public sealed class DepositSinkTests : IAsyncDisposable
{
    private readonly MemoryMailStore _store = new();
    private readonly FixedTime _time = new();

    [Fact]
    public async Task Two_recipients_of_one_mailbox_get_one_copy()
    {
        var inbox = await CreateAsync("a");
        await using var sink = await SinkAsync(inbox, inbox);
        await sink.WriteAsync("x"u8.ToArray(), Limit.Token);

        var reply = await sink.CompleteAsync(Limit.Token);

        Assert.Equal(250, reply.Code);
        Assert.Equal(1, await CountAsync(inbox));
    }

    [Fact]
    public async Task A_message_came_at_the_moment_it_was_complete()
    {
        var inbox = await CreateAsync("a");
        await using var sink = await SinkAsync(inbox);
        _time.Now = _time.Now.AddMinutes(5);
        await sink.CompleteAsync(Limit.Token);

        await foreach (var row in _store.ReadAsync(inbox, UidSet.All, MessageFields.Envelope, Limit.Token))
        {
            Assert.Equal(_time.Now, row.Envelope!.ReceivedAt);
            Assert.Equal(_time.Now, row.InternalDate);
        }
    }

    [Fact]
    public async Task A_sink_that_is_dropped_leaves_nothing()
    {
        var inbox = await CreateAsync("a");
        await using (var sink = await SinkAsync(inbox))
            await sink.WriteAsync("x"u8.ToArray(), Limit.Token);

        Assert.Equal(0, await CountAsync(inbox));
        Assert.Equal(0, (await _store.UsageAsync(Limit.Token)).StagedMessages);
    }

    [Fact]
    public async Task A_copy_whose_mailbox_is_gone_fails_nothing()
    {
        var (here, copy, gone) = (await CreateAsync("here"), await CreateAsync("copy"), await CreateAsync("gone"));
        var envelope = new DeliveryEnvelope { ReceivedAt = default, ReversePath = "", ForwardPaths = ["a@x.test"] };
        await using var sink = new DepositSink(
            _store, await _store.StageAsync(0, Limit.Token), envelope, [here], _time, [gone, copy]);
        await _store.DeleteMailboxAsync(gone, Limit.Token);

        var reply = await sink.CompleteAsync(Limit.Token);

        Assert.Equal(250, reply.Code);
        Assert.Equal(1, await CountAsync(here));
        Assert.Equal(1, await CountAsync(copy));
    }

    [Fact]
    public async Task In_smtp_a_mailbox_that_is_gone_fails_the_message()
    {
        var (here, gone) = (await CreateAsync("here"), await CreateAsync("gone"));
        await using var sink = await SinkAsync(here, gone);
        await _store.DeleteMailboxAsync(gone, Limit.Token);

        await Assert.ThrowsAsync<MailboxGoneException>(async () => await sink.CompleteAsync(Limit.Token));

        Assert.Equal(0, await CountAsync(here));
    }

    [Fact]
    public async Task In_lmtp_a_mailbox_that_is_gone_fails_its_own_recipients()
    {
        var (here, gone) = (await CreateAsync("here"), await CreateAsync("gone"));
        await using var sink = await SinkAsync(gone, here, gone);
        await _store.DeleteMailboxAsync(gone, Limit.Token);

        var replies = await sink.CompleteEachAsync(Recipients(3), Limit.Token);

        Assert.Equal([451, 250, 451], replies.Select(reply => reply.Code));
        Assert.Equal(1, await CountAsync(here));
    }

    [Fact]
    public async Task In_lmtp_every_recipient_fails_when_every_mailbox_is_gone()
    {
        var (one, other) = (await CreateAsync("one"), await CreateAsync("other"));
        await using var sink = await SinkAsync(one, other);
        await _store.DeleteMailboxAsync(one, Limit.Token);
        await _store.DeleteMailboxAsync(other, Limit.Token);

        var replies = await sink.CompleteEachAsync(Recipients(2), Limit.Token);

        Assert.Equal([451, 451], replies.Select(reply => reply.Code));
    }

    [Fact]
    public async Task In_smtp_an_owner_with_too_much_fails_the_message_with_552()
    {
        var (here, full) = (await CreateAsync("here"), await CreateAsync("full"));
        await _store.Attributes.SetQuotaAsync("full", new(null, 0), Limit.Token);
        await using var sink = await SinkAsync(here, full);

        var reply = await sink.CompleteAsync(Limit.Token);

        Assert.Equal(DepositReplies.OverQuota, reply);
        Assert.Equal(0, await CountAsync(here));
    }

    [Fact]
    public async Task In_lmtp_an_owner_with_too_much_fails_their_own_recipients()
    {
        var (here, full, gone) = (await CreateAsync("here"), await CreateAsync("full"), await CreateAsync("gone"));
        var other = (await _store.CreateMailboxAsync(new("full", "Other"), Limit.Token)).Id;
        await _store.Attributes.SetQuotaAsync("full", new(null, 1), Limit.Token); // One of two.
        await using var sink = await SinkAsync(full, here, other, gone, full);
        await _store.DeleteMailboxAsync(gone, Limit.Token);

        var replies = await sink.CompleteEachAsync(Recipients(5), Limit.Token);

        Assert.Equal([552, 250, 552, 451, 552], replies.Select(reply => reply.Code));
        Assert.Equal(1, await CountAsync(here));
        Assert.Equal(0, await CountAsync(full) + await CountAsync(other));
    }

    [Fact]
    public async Task A_message_is_kept_with_its_structure_and_in_its_thread()
    {
        var inbox = await CreateAsync("a");
        await DepositAsync(
            inbox, "Message-ID: <two@x>\r\nReferences: <zero@x>\r\n <one@x>\r\nSubject: b\r\n\r\ntext\r\n");
        await DepositAsync(inbox, "Message-ID: <one@x>\r\n\r\n");
        await DepositAsync(inbox, "In-Reply-To: <two@x>\r\n\r\n");
        await DepositAsync(inbox, "In-Reply-To: nothing at all\r\n\r\n");

        var rows = await RowsAsync(inbox);

        Assert.Single(rows[..3].Select(row => row.Thread).Distinct());
        Assert.NotEqual(rows[0].Thread, rows[3].Thread);
        Assert.True(MessageStructure.TryRead(rows[0].Structure.Span, out var structure));
        Assert.Equal("b", structure!.Root.Envelope!.Subject);
        Assert.Equal(rows[0].Bytes, structure.Length);
    }

    [Fact]
    public async Task What_is_no_message_is_kept_all_the_same()
    {
        var inbox = await CreateAsync("a");
        await DepositAsync(inbox, "");
        await DepositAsync(inbox, "\0\xff:\r no header\n\n\n");
        await DepositAsync(inbox, "Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n");

        Assert.All(
            await RowsAsync(inbox),
            row => Assert.True(MessageStructure.TryRead(row.Structure.Span, out _)));
        Assert.Equal(3, await CountAsync(inbox));
    }

    [Fact]
    public async Task A_structure_that_is_too_large_to_keep_is_left_out()
    {
        var inbox = await CreateAsync("a");
        var parts = MessageDetails.MaximumStructureBytes / 120; // Each has a description of more.
        await DepositAsync(
            inbox,
            "Message-ID: <one@x>\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
                + string.Concat(Enumerable.Repeat(
                    $"--x\r\nContent-Description: {new string('d', 120)}\r\n\r\n\r\n", parts)));
        await DepositAsync(inbox, "In-Reply-To: <one@x>\r\n\r\n");

        var rows = await RowsAsync(inbox);

        Assert.True(rows[0].Structure.IsEmpty);
        Assert.Equal(rows[0].Thread, rows[1].Thread);
    }

    [Fact]
    public async Task Mailboxes_are_one_for_each_recipient()
    {
        var inbox = await CreateAsync("a");

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await SinkAsync(1, inbox, inbox));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task<MailboxId> CreateAsync(string owner) =>
        (await _store.CreateMailboxAsync(MailboxName.Inbox(owner), Limit.Token)).Id;

    private Task<DepositSink> SinkAsync(params MailboxId[] mailboxes) => SinkAsync(mailboxes.Length, mailboxes);

    private async Task<DepositSink> SinkAsync(int recipients, params MailboxId[] mailboxes) => new(
        _store,
        await _store.StageAsync(0, Limit.Token),
        new DeliveryEnvelope
        {
            ReceivedAt = _time.Now,
            ReversePath = "a@example.org",
            ForwardPaths = [.. Recipients(recipients).Select(recipient => recipient.Path.Address)],
        },
        mailboxes,
        _time);

    /// <summary>Deposits a message of Latin-1, in slices.</summary>
    private async Task DepositAsync(MailboxId mailbox, string message)
    {
        await using var sink = await SinkAsync(mailbox);
        foreach (var slice in Encoding.Latin1.GetBytes(message).Chunk(7000))
            await sink.WriteAsync(slice, Limit.Token);
        Assert.Equal(250, (await sink.CompleteAsync(Limit.Token)).Code);
    }

    private async Task<List<MessageRow>> RowsAsync(MailboxId mailbox)
    {
        var rows = new List<MessageRow>();
        await foreach (var row in _store.ReadAsync(mailbox, UidSet.All, MessageFields.Structure, Limit.Token))
            rows.Add(row);
        return rows;
    }

    private async Task<long> CountAsync(MailboxId mailbox) =>
        (await _store.OpenAsync(mailbox, Limit.Token))!.Status.Messages;

    private static List<Recipient> Recipients(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Recipient(new(Mailbox.Parse($"r{i}@example.org"))))];

    private sealed class FixedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2024, 5, 1, 10, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
