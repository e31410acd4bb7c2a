namespace Rockdove.Mailboxes;

/// <summary>An archive cannot be read or written at all. The message is one line and names the file.</summary>
public sealed class ArchiveException : Exception
{
    public ArchiveException()
    {
    }

    public ArchiveException(string message)
        : base(message)
    {
    }

    public ArchiveException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
