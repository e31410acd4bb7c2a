using Rockdove.Mailboxes;
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
