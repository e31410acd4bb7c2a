namespace Rockdove.Storage;

/// <summary>
/// The store could not do what it was asked, and nobody's request was wrong. A host answers 451 4.3.0,
/// <c>-ERR [SYS/TEMP]</c> or <c>NO [SERVERBUG]</c>.
/// </summary>
public class StoreException : Exception
{
    public StoreException()
    {
    }

    public StoreException(string message)
        : base(message)
    {
    }

    public StoreException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
