namespace Rockdove.Storage;

/// <summary>
/// Finds in the octets of a message what a search looks at. A store knows no format of mail by itself.
/// </summary>
/// <remarks>Called from any thread. The same octets always give the same text, and no octets make it throw.</remarks>
public interface IMessageTextReader
{
    /// <summary>
    /// Says how it reads, and changes whenever the text of some message does: an index made with another one is
    /// thrown away.
    /// </summary>
    string Version { get; }

    /// <summary>
    /// Reads a message, of which at most <see cref="SearchText.MaximumMessageBytes"/> are given. What is kept of it
    /// is copied.
    /// </summary>
    SearchText Read(ReadOnlyMemory<byte> message);
}
