using System.Globalization;
using System.Text;

namespace Rockdove.Imap;

public enum ImapValueKind : byte
{
    Nil,

    /// <summary>A word or a number.</summary>
    Atom,

    /// <summary>Quoted, or a literal that was kept.</summary>
    String,

    List,

    /// <summary>A literal that was handed out: only its length is known here.</summary>
    Content,
}

/// <summary>One value of a response, as the server wrote it.</summary>
public sealed class ImapValue
{
    private static readonly ImapValue[] None = [];

    private ImapValue(ImapValueKind kind, ReadOnlyMemory<byte> octets, IReadOnlyList<ImapValue> items, long length) =>
        (Kind, Octets, Items, Length) = (kind, octets, items, length);

    public ImapValueKind Kind { get; }

    /// <summary>Of an atom or a string.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>Of a list.</summary>
    public IReadOnlyList<ImapValue> Items { get; }

    /// <summary>How many octets an atom, a string or content has.</summary>
    public long Length { get; }

    /// <summary>The octets as UTF-8, what is none replaced; null for NIL.</summary>
    public string? Text => Kind == ImapValueKind.Nil ? null : Encoding.UTF8.GetString(Octets.Span);

    public bool TryNumber(out ulong number)
    {
        number = 0;
        return Kind == ImapValueKind.Atom
            && ulong.TryParse(Octets.Span, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>It is this atom, in any case.</summary>
    public bool Is(ReadOnlySpan<byte> atom) =>
        Kind is ImapValueKind.Atom && Ascii.EqualsIgnoreCase(Octets.Span, atom);

    internal static ImapValue Nil { get; } = new(ImapValueKind.Nil, default, None, 0);

    internal static ImapValue Atom(ReadOnlySpan<byte> octets) => Ascii.EqualsIgnoreCase(octets, "NIL"u8)
        ? Nil
        : new ImapValue(ImapValueKind.Atom, octets.ToArray(), None, octets.Length);

    internal static ImapValue String(ReadOnlyMemory<byte> octets) =>
        new(ImapValueKind.String, octets, None, octets.Length);

    internal static ImapValue List(IReadOnlyList<ImapValue> items) => new(ImapValueKind.List, default, items, 0);

    internal static ImapValue Content(long length) => new(ImapValueKind.Content, default, None, length);
}
