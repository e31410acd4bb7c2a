namespace Rockdove.Storage;

/// <summary>Another process has the store open. Nothing was changed.</summary>
public sealed class StoreInUseException : StoreException
{
    public StoreInUseException()
    {
    }

    public StoreInUseException(string message)
        : base(message)
    {
    }

    public StoreInUseException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
