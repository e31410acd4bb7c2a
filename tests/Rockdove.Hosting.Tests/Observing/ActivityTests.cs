using System.Collections.Concurrent;
using System.Diagnostics;
using Rockdove.Smtp;

namespace Rockdove.Hosting.Tests;

public class ActivityTests
{
    [Fact]
    public async Task A_session_and_its_transactions_are_activities_and_a_handler_runs_in_its_transaction()
    {
        using var traced = new Traced();
        var seen = new List<string?>();
        await using var server = PipedServer.Start(new ScriptedHandler
        {
            OnMail = _ => See(),
            OnData = async _ =>
            {
                await See();
                return new CountingSink { OnComplete = _ => Task.FromResult(SmtpReplies.StorageFull) };
            },
        });
        await server.BeginDataAsync();
        await server.SayAsync("12345678\r\n.\r\n");
        await server.SayAsync("MAIL FROM:<a@b.test>\r\nRSET\r\n");
        Assert.Equal(2, traced.Ended.Count);
        await server.SayAsync("QUIT\r\n");
        await server.EndAsync();

        Assert.Equal(["SMTP transaction", "SMTP transaction", "SMTP transaction"], seen);
        Assert.Equal(
            ["SMTP transaction", "SMTP transaction", "SMTP session"],
            traced.Ended.Select(activity => activity.OperationName));
        var session = traced.Ended.Last();
        Assert.Equal(ActivityKind.Server, session.Kind);
        var transaction = traced.Ended.First();
        Assert.Equal(session.SpanId, transaction.ParentSpanId);
        Assert.Equal(ActivityStatusCode.Error, transaction.Status);
        Assert.Equal(452, transaction.GetTagItem("rockdove.smtp.reply.code"));
        Assert.Equal(10L, transaction.GetTagItem("rockdove.smtp.message.size"));
        Assert.Equal(1, transaction.GetTagItem("rockdove.smtp.recipients"));

        ValueTask<SmtpReply?> See()
        {
            seen.Add(Activity.Current?.OperationName);
            return default;
        }
    }

    [Fact]
    public async Task A_transaction_ends_with_its_session()
    {
        using var traced = new Traced();
        await using var server = PipedServer.Start(new KeepingHandler());
        await server.BeginDataAsync();

        server.HangUp();
        await server.EndAsync();

        Assert.Equal(2, traced.Ended.Count);
    }

    [Fact]
    public async Task A_sender_that_is_refused_is_a_transaction_that_failed_and_its_text_is_not_told()
    {
        using var traced = new Traced();
        await using var server = PipedServer.Start(
            new ScriptedHandler { OnMail = _ => new(new SmtpReply(550, "5.7.1", "Not from ann@example.org")) });

        await server.SayAsync("EHLO c.test\r\n");
        await server.SayAsync("MAIL FROM:<a@b.test>\r\n");

        var transaction = Assert.Single(traced.Ended);
        Assert.Equal(550, transaction.GetTagItem("rockdove.smtp.reply.code"));
        Assert.Equal((ActivityStatusCode.Error, null), (transaction.Status, transaction.StatusDescription));
    }

    /// <summary>Listens to what happens below an activity of the test's own; other tests run beside it.</summary>
    private sealed class Traced : IDisposable
    {
        private readonly Activity _root = new Activity("test").Start();
        private readonly ActivityListener _listener;

        public Traced()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == SmtpTelemetry.Name,
                Sample = (ref _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    if (activity.TraceId == _root.TraceId)
                        Ended.Enqueue(activity);
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<Activity> Ended { get; } = new();

        public void Dispose()
        {
            _listener.Dispose();
            _root.Dispose();
        }
    }
}
