using System.Buffers;

namespace Rockdove.Imap;

/// <summary>objectid (RFC 8474 section 7): one to 255 letters, digits, <c>_</c> and <c>-</c>, in their case.</summary>
internal static class ObjectIdText
{
    public static bool TryRead(ref ImapReader reader, out string id)
    {
        id = "";
        if (!reader.TryRun(Symbols, out var run) || run.Length > MaxLength)
            return false;
        id = System.Text.Encoding.ASCII.GetString(run);
        return true;
    }

    /// <summary>A handler gave it.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void Demand(string id)
    {
        if (id.Length is 0 or > MaxLength || id.Any(symbol => symbol > '~' || !Symbols.Contains((byte)symbol)))
            throw new ArgumentException($"'{id}' is no object identifier (RFC 8474 section 7).", nameof(id));
    }

    private const int MaxLength = 255;

    private static readonly SearchValues<byte> Symbols =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);
}
