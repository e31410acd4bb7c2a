namespace Rockdove.Mock;

/// <summary>What a test waited for has not come. The message says what did.</summary>
public sealed class MockWaitException(string message, IReadOnlyList<ReceivedMessage> arrived)
    : TimeoutException(message)
{
    /// <summary>The messages that were there when the wait ended.</summary>
    public IReadOnlyList<ReceivedMessage> Arrived { get; } = arrived;
}
