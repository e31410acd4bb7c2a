using System.Text;
using Rockdove.Imap;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>A handler with one mailbox, which does what a test wants and notes what became of it.</summary>
internal sealed class ScriptedMailbox : ImapHandler
{
    private ImapContext? _session;

    public List<string> Events { get; } = [];

    /// <summary>Who has logged in: mechanism, name, and the secret if it was shown.</summary>
    public List<string> Logins { get; } = [];

    /// <summary>What CRAM-MD5 and SCRAM compare with.</summary>
    public StoredSecret? Secret { get; init; }

    /// <summary>UIDs from 1 on.</summary>
    public int Messages { get; set; } = 2;

    /// <summary>Octets of each message.</summary>
    public long MessageBytes { get; init; } = 10;

    /// <summary>Octets that were written into responses.</summary>
    public long Given { get; private set; }

    public Func<ImapContext, ValueTask<ImapReply?>> OnLogIn { get; init; } = _ => new(ImapReplies.Completed);

    public Func<ImapContext, ValueTask<ImapReply?>> OnStatus { get; init; } = _ => default;

    /// <summary>Called before each slice of a message.</summary>
    public Func<ImapContext, long, ValueTask> OnSlice { get; init; } = (_, _) => default;

    public Func<long, ValueTask> OnContent { get; init; } = _ => default;

    public Func<ImapReply> OnComplete { get; init; } = () => ImapReply.Ok("Kept", ImapCodes.AppendUid(7, 9));

    /// <summary>A message comes, and whoever has the mailbox open hears of it.</summary>
    public void Deliver()
    {
        Messages++;
        _session!.NoteChange();
    }

    public override ValueTask<StoredSecret?> FindSecretAsync(ImapContext context, SecretQuestion question) =>
        new(Secret);

    public override async ValueTask<ImapReply?> LogInAsync(ImapContext context, AuthQuestion question)
    {
        var who = question.Credentials;
        Logins.Add($"{who.Mechanism} {who.Identity} {who.Secret?.RevealText()}".TrimEnd());
        context.State = new State(this);
        _session = context;
        return await OnLogIn(context);
    }

    public override ValueTask<ImapReply?> SelectAsync(ImapContext context, SelectQuestion question)
    {
        if (question.Mailbox == "INBOX")
        {
            context.Opened = new OpenedMailbox
            {
                View = new MailboxView(Enumerable.Range(1, Messages).Select(uid => (uint)uid), 5),
                UidValidity = 7,
                UidNext = (uint)Messages + 1,
            };
        }

        return default;
    }

    public override ValueTask<ImapReply?> SyncAsync(ImapContext context, SyncQuestion question)
    {
        Events.Add("sync");
        while (context.View!.LastUid < Messages)
            context.View.Added(context.View.LastUid + 1);
        return default;
    }

    public override ValueTask<ImapReply?> StatusAsync(ImapContext context, StatusQuestion question) =>
        OnStatus(context);

    public override ValueTask<ImapReply?> SearchAsync(ImapContext context, SearchQuestion question)
    {
        context.Found = new ImapFindings(new MessageSet([2]));
        return default;
    }

    public override async ValueTask<ImapReply?> FetchAsync(ImapContext context, FetchQuestion question)
    {
        var slice = new byte[1000];
        slice.AsSpan().Fill((byte)'x');
        foreach (var uid in question.Messages)
        {
            context.Responses.BeginFetch(uid);
            foreach (var item in question.Items)
            {
                if (item.Kind != FetchKind.Section)
                    continue;
                context.Responses.BeginContent(item, MessageBytes);
                for (long at = 0; at < MessageBytes; at += slice.Length)
                {
                    await OnSlice(context, at);
                    var length = (int)Math.Min(slice.Length, MessageBytes - at);
                    context.Responses.Content(slice.AsSpan(0, length));
                    Given += length;
                    await context.SendAsync();
                }

                context.Responses.EndContent();
            }

            if (question.SetsSeen)
                context.Responses.Flags(new ImapFlags(ImapSystemFlags.Seen));
            context.Responses.EndFetch();
        }

        return null;
    }

    public override ValueTask<ImapReply?> AppendAsync(ImapContext context, AppendQuestion question)
    {
        if (question.Mailbox != "INBOX")
            return new(ImapReplies.TryCreate);
        context.Sink = new Sink(this);
        return default;
    }

    private sealed class State(ScriptedMailbox script) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            script.Events.Add("closed");
            return default;
        }
    }

    private sealed class Sink(ScriptedMailbox script) : ImapSink
    {
        private readonly StringBuilder _text = new();

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            await script.OnContent(content.Length);
            _text.Append(Encoding.Latin1.GetString(content.Span));
        }

        public override ValueTask<ImapReply> CompleteAsync(CancellationToken cancellationToken)
        {
            script.Events.Add($"kept {_text}");
            return new(script.OnComplete());
        }

        public override ValueTask DisposeAsync()
        {
            script.Events.Add("let go");
            return base.DisposeAsync();
        }
    }
}
