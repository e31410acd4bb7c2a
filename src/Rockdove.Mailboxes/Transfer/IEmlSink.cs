namespace Rockdove.Mailboxes;

/// <summary>Where the files of an export go: a folder, or a zip file.</summary>
internal interface IEmlSink : IAsyncDisposable
{
    /// <summary>Begins a file; the one before is disposed.</summary>
    Stream Create(string name, DateTimeOffset date);

    /// <summary>Takes a file back, if that can be done. No index names it.</summary>
    void Remove(string name);
}
