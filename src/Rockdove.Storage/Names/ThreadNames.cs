using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Storage;

/// <summary>The names by which a message finds its thread, as numbers. For those who write stores.</summary>
/// <remarks>
/// 64 bits of SHA-256: two ids of one owner meet by chance after some billions, and whoever makes them meet on purpose
/// joins two threads that the same letter could have joined openly.
/// </remarks>
public static class ThreadNames
{
    /// <summary>
    /// The message's own id, then what it refers to, nearest first; each once. Empty for a message that nobody can
    /// name and that names nobody.
    /// </summary>
    public static long[] Of(MessageDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        var references = details.References;
        if (details.MessageIdField is null && references.Count == 0)
            return [];

        var names = new List<long>(1 + Math.Min(references.Count, MessageDetails.MaximumReferences));
        Add(names, details.MessageIdField);
        var first = Math.Max(0, references.Count - MessageDetails.MaximumReferences + 1);
        for (var i = references.Count - 1; i >= first; i--)
            Add(names, references[i]);
        if (first > 0)
            Add(names, references[0]);
        return [.. names];
    }

    private static void Add(List<long> names, string? id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > MessageDetails.MaximumIdLength)
            return;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        var name = BinaryPrimitives.ReadInt64BigEndian(hash);
        if (!names.Contains(name))
            names.Add(name);
    }

    /// <summary>
    /// Names that one thread remembers. A list that is answered for years would otherwise grow for ever; past this, an
    /// answer still joins by a name that is remembered.
    /// </summary>
    public const int MaximumInThread = 1000;
}
