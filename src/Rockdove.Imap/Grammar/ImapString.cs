using System.Text;

namespace Rockdove.Imap;

/// <summary>
/// An atom, quoted string or literal as it stands in the buffer. It lives no longer than the command.
/// </summary>
/// <param name="raw">The octets between the quotes, of the literal, or of the atom.</param>
/// <param name="hasEscapes">A quoted string with <c>\"</c> or <c>\\</c> in it.</param>
public readonly ref struct ImapString(ReadOnlySpan<byte> raw, bool hasEscapes = false)
{
    /// <summary>The octets as they were sent, escapes included.</summary>
    public ReadOnlySpan<byte> Raw { get; } = raw;

    /// <summary>True for a quoted string that has escapes, so that its octets differ from <see cref="Raw"/>.</summary>
    public bool HasEscapes { get; } = hasEscapes;

    public bool IsEmpty => Raw.IsEmpty;

    /// <summary>The octets, escapes taken off.</summary>
    public byte[] ToOctets()
    {
        if (!HasEscapes)
            return Raw.ToArray();
        var octets = new byte[Raw.Length];
        return octets[..Unescape(octets)];
    }

    /// <summary>The octets as UTF-8; false when they are none.</summary>
    public bool TryGetText(out string text)
    {
        ReadOnlySpan<byte> octets = HasEscapes ? ToOctets() : Raw;
        var isText = System.Text.Unicode.Utf8.IsValid(octets);
        text = isText ? Encoding.UTF8.GetString(octets) : "";
        return isText;
    }

    /// <summary>Compares with a word, in any case of its ASCII letters.</summary>
    public bool Is(ReadOnlySpan<byte> word) => !HasEscapes && Ascii.EqualsIgnoreCase(Raw, word);

    private int Unescape(Span<byte> octets)
    {
        var length = 0;
        for (var i = 0; i < Raw.Length; i++)
        {
            if (Raw[i] == '\\')
                i++; // The reader has seen that something follows it.
            octets[length++] = Raw[i];
        }

        return length;
    }
}
