using System.Buffers;

namespace Rockdove.Imap;

/// <summary>The classes of octets that the grammar names (RFC 9051 section 9).</summary>
internal static class ImapCharacters
{
    /// <summary>ATOM-CHAR: printable ASCII but <c>( ) { SP % * " \ ]</c>.</summary>
    public static readonly SearchValues<byte> Atom = Printable(but: "(){ %*\"\\]"u8);

    /// <summary>ASTRING-CHAR: ATOM-CHAR and <c>]</c>.</summary>
    public static readonly SearchValues<byte> AString = Printable(but: "(){ %*\"\\"u8);

    /// <summary>The octets of a tag: ASTRING-CHAR but <c>+</c>.</summary>
    public static readonly SearchValues<byte> Tag = Printable(but: "(){ %*\"\\+"u8);

    /// <summary>list-char: ASTRING-CHAR and the wildcards.</summary>
    public static readonly SearchValues<byte> List = Printable(but: "(){ \"\\"u8);

    /// <summary>What a quoted string cannot hold as it stands, or must look at.</summary>
    public static readonly SearchValues<byte> QuotedStops = SearchValues.Create("\"\\\r\n\0"u8);

    public static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    /// <summary>An atom, as a flag keyword or an entry name must be.</summary>
    public static bool IsAtom(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(Atom);

    private static SearchValues<byte> Printable(ReadOnlySpan<byte> but)
    {
        List<byte> octets = [];
        for (var octet = (byte)0x21; octet < 0x7F; octet++)
        {
            if (!but.Contains(octet))
                octets.Add(octet);
        }

        return SearchValues.Create([.. octets]);
    }
}
