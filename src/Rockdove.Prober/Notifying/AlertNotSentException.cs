namespace Rockdove.Prober;

/// <summary>Somebody could not be told.</summary>
public sealed class AlertNotSentException : Exception
{
    public AlertNotSentException()
    {
    }

    public AlertNotSentException(string message)
        : base(message)
    {
    }

    public AlertNotSentException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
