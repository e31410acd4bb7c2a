using Rockdove.Smtp;

namespace Rockdove.Hosting.Tests;

/// <summary>How much of a message may lie between the connection and a delegate.</summary>
public class BodySinkTests
{
    [Fact]
    public async Task The_buffer_holds_as_many_octets_as_it_says_and_one_more_waits()
    {
        var mayRead = new TaskCompletionSource();
        var read = new TaskCompletionSource();
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.BodyBufferBytes = 12)
            .OnMessage(async (_, body) =>
            {
                await mayRead.Task;
                await body.ReadToEndAsync();
                read.SetResult();
            })
            .Use((context, next) =>
            {
                var answering = next(context);
                if (context.Question is DataQuestion)
                    context.Sink = new Watched(context.Sink!, _writes);
                return answering;
            }));
        await server.BeginDataAsync();

        await server.SendAsync("0123456789\r\n");
        Assert.True(Assert.Single(_writes).IsCompletedSuccessfully);
        await server.SendAsync("x\r\n");
        Assert.Equal(2, _writes.Count);
        Assert.False(_writes[1].IsCompleted);

        mayRead.SetResult();
        await _writes[1].WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(read.Task.IsCompleted);
        await server.SendAsync(".\r\n");
        Assert.Equal("250 2.0.0 Message accepted", await server.ReadLineAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_buffer_that_holds_nothing_is_refused(int bytes)
    {
        var options = new SmtpServerOptions { BodyBufferBytes = bytes };

        var mistake = Assert.Throws<ArgumentException>(options.Validate);

        Assert.Equal($"BodyBufferBytes is {bytes}; it must be at least 1.", mistake.Message);
    }

    private readonly List<Task> _writes = [];

    private sealed class Watched(MessageSink inner, List<Task> writes) : MessageSink
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            var writing = inner.WriteAsync(content, cancellationToken).AsTask();
            writes.Add(writing);
            return new(writing);
        }

        public override ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) =>
            inner.CompleteAsync(cancellationToken);

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await inner.DisposeAsync();
        }
    }
}
