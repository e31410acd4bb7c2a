namespace Rockdove.Mailboxes;

/// <summary>Where the files of an import come from: a folder, or a zip file.</summary>
internal interface IEmlSource : IDisposable
{
    /// <summary>Names of all files, with slashes, in an order of their own.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Null if there is none of that name.</summary>
    Stream? Open(string name);

    DateTimeOffset DateOf(string name);

    /// <summary>The file as a person would look for it.</summary>
    string PathOf(string name);
}
