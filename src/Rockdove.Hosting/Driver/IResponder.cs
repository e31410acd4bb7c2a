using System.Buffers;

namespace Rockdove.Hosting;

/// <summary>Turns the questions of one engine into calls of handlers. One per protocol and connection.</summary>
/// <remarks>It is the one place where an exception of a handler or store becomes an answer.</remarks>
public interface IResponder
{
    /// <summary>Content is on its way, so that the pace of its octets counts.</summary>
    bool IsReceiving { get; }

    /// <summary>
    /// Told before the first question. A responder with long answers sends them in pieces with
    /// <see cref="EngineDriver.SendAsync"/>.
    /// </summary>
    void DrivenBy(EngineDriver driver)
    {
    }

    /// <summary>Answers the engine's open question.</summary>
    ValueTask AnswerAsync(IBufferWriter<byte> output);

    /// <summary>Takes a slice of content. What goes wrong is told when the engine asks about the message.</summary>
    ValueTask ReceiveAsync(ReadOnlyMemory<byte> content);

    /// <summary>
    /// The engine is sending content: feeds it a slice, or says that there is no more. What goes wrong is told to the
    /// engine.
    /// </summary>
    ValueTask FeedAsync(IBufferWriter<byte> output) =>
        throw new NotSupportedException("This protocol sends no content that its host has.");

    /// <summary>The engine waits: lets go of what it no longer speaks of.</summary>
    ValueTask SettleAsync();

    /// <summary>The link is protected now, as <see cref="Link.Tls"/> tells.</summary>
    void TlsStarted(Link link);

    /// <summary>The handler has run out of time; whatever it waits for should stop.</summary>
    void Abort();
}
