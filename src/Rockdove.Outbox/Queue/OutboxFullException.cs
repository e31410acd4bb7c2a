namespace Rockdove.Outbox;

/// <summary>There is no room in the queue now.</summary>
public sealed class OutboxFullException : Exception
{
    public OutboxFullException()
    {
    }

    public OutboxFullException(string message)
        : base(message)
    {
    }

    public OutboxFullException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>It would not even fit if the queue were empty.</summary>
    public bool IsForEver { get; init; }
}
