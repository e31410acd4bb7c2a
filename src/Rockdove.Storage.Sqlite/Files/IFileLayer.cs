namespace Rockdove.Storage.Sqlite;

/// <summary>
/// What bodies need of a file system, no more: so that a test can stand for the disk and lose what was not synced.
/// </summary>
/// <remarks>
/// A name is durable when its folder was synced, content when its file was. Errors are <see cref="IOException"/>;
/// want of room is <see cref="DiskFullException"/>.
/// </remarks>
internal interface IFileLayer
{
    /// <summary>Makes a file that does not exist, for writing and reading.</summary>
    IFile Create(string path);

    IFile Open(string path, bool forWriting);

    bool Exists(string path);

    /// <summary>The names of the files in a folder, in no order.</summary>
    IReadOnlyList<string> List(string folder);

    void CreateFolder(string path);

    void Rename(string from, string to);

    /// <summary>Removes a name. Whoever has the file open can go on reading it.</summary>
    void Delete(string path);

    void SyncFolder(string path);

    /// <summary>Octets that the volume has left for us.</summary>
    long FreeBytes(string folder);
}
