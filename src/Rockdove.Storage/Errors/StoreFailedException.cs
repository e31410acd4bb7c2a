namespace Rockdove.Storage;

/// <summary>
/// The disk under the store failed, and nobody knows what of the last writes is on it: the store takes nothing more
/// until it was closed and opened again. Whatever was acknowledged is there. A host answers 452 4.3.0 or
/// <c>NO [UNAVAILABLE]</c> (RFC 9051 section 7.1) and had better end.
/// </summary>
public sealed class StoreFailedException : StoreException
{
    public StoreFailedException()
    {
    }

    public StoreFailedException(string message)
        : base(message)
    {
    }

    public StoreFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
