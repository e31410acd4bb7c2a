namespace Rockdove.Storage;

/// <summary>
/// There is no room: the message named is not kept, all others are. A host answers 452 4.3.1 (RFC 5321 section 4.2.3,
/// RFC 3463 section 3.4) or <c>NO [LIMIT]</c>, and goes on.
/// </summary>
public sealed class StoreFullException : StoreException
{
    public StoreFullException()
    {
    }

    public StoreFullException(string message)
        : base(message)
    {
    }

    public StoreFullException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
