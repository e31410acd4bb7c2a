using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Unicode;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// Paths and mailboxes (RFC 5321 section 4.1.2, with UTF-8 as RFC 6531 section 3.3 adds it).
/// <code>
/// Path       = "&lt;" [ A-d-l ":" ] Mailbox "&gt;"
/// A-d-l      = At-domain *( "," At-domain )
/// Mailbox    = Local-part "@" ( Domain / address-literal )
/// Local-part = Dot-string / Quoted-string
/// </code>
/// </summary>
internal static class PathGrammar
{
    /// <summary>Reads a path, and leaves the cursor behind it.</summary>
    public static PathFault TryReadPath(ref Cursor cursor, SmtpLeniencies leniencies, out Mailbox mailbox)
    {
        mailbox = default;
        var text = cursor.Rest;
        if (!text.IsEmpty && text[0] == ' ')
        {
            if ((leniencies & SmtpLeniencies.SpaceBeforePath) == 0)
                return PathFault.SpaceBefore;
            cursor.AcceptAll((byte)' ');
            text = cursor.Rest;
        }

        if (text.IsEmpty || text[0] != '<')
        {
            if ((leniencies & SmtpLeniencies.PathWithoutBrackets) == 0 || text.IsEmpty)
                return PathFault.Syntax;
            var bare = cursor.ReadUntil((byte)' ');
            return TryParse(bare, leniencies, out mailbox);
        }

        var end = PathEnd(text);
        if (end < 0)
            return PathFault.Syntax;
        if (end + 1 > MaxPathBytes)
            return PathFault.TooLong;
        var inner = text[1..end];
        cursor = new Cursor(text[(end + 1)..]);
        if (!cursor.AtEnd && cursor.Rest[0] != ' ')
            return PathFault.Syntax;
        return inner.IsEmpty ? PathFault.Empty : TryParse(StripRoute(inner), leniencies, out mailbox);
    }

    /// <summary>Reads a mailbox that is all of <paramref name="text"/>; a local part alone is taken as well.</summary>
    public static bool TryParseMailbox(ReadOnlySpan<byte> text, out Mailbox mailbox) =>
        TryParse(text, SmtpLeniencies.None, out mailbox) == PathFault.None;

    /// <summary>True for a domain name or an address literal, as EHLO takes them.</summary>
    public static bool IsDomainOrLiteral(ReadOnlySpan<byte> text, SmtpLeniencies leniencies) =>
        text.Length is > 0 and <= MaxDomainBytes && (text[0] == '[' ? IsLiteral(text) : IsDomain(text, leniencies));

    private static PathFault TryParse(ReadOnlySpan<byte> text, SmtpLeniencies leniencies, out Mailbox mailbox)
    {
        mailbox = default;
        var local = LocalPartLength(text, leniencies);
        if (local == 0)
            return PathFault.Syntax;
        if (local < text.Length && (text[local] != '@' || !IsDomainOrLiteral(text[(local + 1)..], leniencies)))
            return PathFault.Syntax;
        if (!Ascii.IsValid(text) && !Utf8.IsValid(text))
            return PathFault.InvalidUtf8;
        var localChars = Encoding.UTF8.GetCharCount(text[..local]);
        mailbox = new Mailbox(Encoding.UTF8.GetString(text), localChars);
        return local == text.Length ? PathFault.NoDomain : PathFault.None;
    }

    /// <summary>Where the path's own <c>&gt;</c> is: not one inside quotes. -1 when there is none.</summary>
    private static int PathEnd(ReadOnlySpan<byte> text)
    {
        var quoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'\\' when quoted:
                    i++;
                    break;
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)'>' when !quoted:
                    return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Drops <c>@a,@b:</c> from in front (RFC 5321 section 3.6.1: ignore the route, use the mailbox).
    /// </summary>
    private static ReadOnlySpan<byte> StripRoute(ReadOnlySpan<byte> path)
    {
        if (path[0] != '@')
            return path;
        var colon = path.IndexOf((byte)':');
        if (colon < 0)
            return path;
        foreach (var range in path[..colon].Split((byte)','))
        {
            var hop = path[..colon][range];
            if (hop.IsEmpty || hop[0] != '@' || !IsDomain(hop[1..], SmtpLeniencies.None))
                return path;
        }

        return path[(colon + 1)..];
    }

    private static int LocalPartLength(ReadOnlySpan<byte> text, SmtpLeniencies leniencies)
    {
        if (!text.IsEmpty && text[0] == '"')
            return QuotedStringLength(text);
        var length = text.IndexOf((byte)'@');
        if (length < 0)
            length = text.Length;
        var local = text[..length];
        var atext = local.IndexOfAnyExcept(DotAtext) is var odd && odd < 0;
        if (!atext && !AllAtextOrUtf8(local))
            return 0;
        var dots = local.IndexOf(".."u8) >= 0 || (length > 0 && (local[0] == '.' || local[^1] == '.'));
        return dots && (leniencies & SmtpLeniencies.LooseDots) == 0 ? 0 : length;
    }

    private static bool AllAtextOrUtf8(ReadOnlySpan<byte> local)
    {
        foreach (var octet in local)
        {
            if (octet < 0x80 && !DotAtext.Contains(octet))
                return false;
        }

        return true;
    }

    private static int QuotedStringLength(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return i + 1;
            if (text[i] == '\\')
                i++;
            if (i == text.Length || text[i] is < 0x20 or 0x7F)
                return 0;
        }

        return 0;
    }

    private static bool IsDomain(ReadOnlySpan<byte> text, SmtpLeniencies leniencies)
    {
        if (text.Length is 0 or > MaxDomainBytes)
            return false;
        foreach (var range in text.Split((byte)'.'))
        {
            var label = text[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-')
                return false;
            foreach (var octet in label)
            {
                var underscore = octet == '_' && (leniencies & SmtpLeniencies.UnderscoreInDomain) != 0;
                if (octet < 0x80 && !underscore && octet != '-' && !char.IsAsciiLetterOrDigit((char)octet))
                    return false;
            }
        }

        return true;
    }

    /// <summary>RFC 5321 section 4.1.3: <c>[127.0.0.1]</c>, <c>[IPv6:::1]</c>, or <c>[tag:content]</c>.</summary>
    private static bool IsLiteral(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3 || text[^1] != ']')
            return false;
        var inner = text[1..^1];
        if (inner.ContainsAnyExceptInRange((byte)'!', (byte)'~') || inner.IndexOfAny("[]\\"u8) >= 0)
            return false;
        var colon = inner.IndexOf((byte)':');
        if (colon < 0)
            return inner.Count((byte)'.') == 3 && IsAddress(inner, "0123456789."u8);
        var tag = inner[..colon];
        var content = inner[(colon + 1)..];
        return Ascii.EqualsIgnoreCase(tag, "IPv6"u8)
            ? content.Contains((byte)':') && IsAddress(content, "0123456789ABCDEFabcdef.:"u8)
            : IsDomain(tag, SmtpLeniencies.None) && !content.IsEmpty;
    }

    /// <summary>The runtime's parser takes more than the RFC: hexadecimal IPv4, zones, brackets, ports.</summary>
    private static bool IsAddress(ReadOnlySpan<byte> text, ReadOnlySpan<byte> allowed) =>
        !text.ContainsAnyExcept(allowed) && IPAddress.TryParse(Encoding.ASCII.GetString(text), out _);

    /// <summary>RFC 5321 section 4.5.3.1.3, punctuation and separators included.</summary>
    private const int MaxPathBytes = 256;

    /// <summary>RFC 5321 section 4.5.3.1.2.</summary>
    private const int MaxDomainBytes = 255;

    private static readonly SearchValues<byte> DotAtext = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~."u8);
}

/// <summary>Why a path was not taken.</summary>
internal enum PathFault : byte
{
    None,
    Syntax,
    SpaceBefore,
    TooLong,
    InvalidUtf8,

    /// <summary>The path is <c>&lt;&gt;</c>.</summary>
    Empty,

    /// <summary>A local part alone; fine for postmaster.</summary>
    NoDomain,
}
