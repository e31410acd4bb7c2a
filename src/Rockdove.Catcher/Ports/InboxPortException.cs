namespace Rockdove.Catcher;

/// <summary>A port that an inbox should have cannot be had. The message says why, and what to do.</summary>
public sealed class InboxPortException : Exception
{
    public InboxPortException()
    {
    }

    public InboxPortException(string message)
        : base(message)
    {
    }

    public InboxPortException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
