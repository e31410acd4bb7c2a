namespace Rockdove.Storage;

/// <summary>
/// An owner has as much as they may have. Nothing was committed or copied, anywhere; a staged message is still staged.
/// A host answers 552 5.2.2 (RFC 5321 section 4.2.3, RFC 3463 section 3.3), or <c>NO [OVERQUOTA]</c> (RFC 9208
/// section 4.4.1), and goes on.
/// </summary>
public sealed class QuotaExceededException : StoreException
{
    public QuotaExceededException()
    {
    }

    public QuotaExceededException(string message)
        : base(message)
    {
    }

    public QuotaExceededException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public QuotaExceededException(string owner, QuotaResource resource, long used, long limit)
        : this($"'{owner}' would have {used} in {resource}; {limit} are allowed.") =>
        (Owner, Resource) = (owner, resource);

    /// <summary>Whose quota it is.</summary>
    public string Owner { get; } = "";

    public QuotaResource Resource { get; }
}
