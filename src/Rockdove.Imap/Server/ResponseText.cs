using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Rockdove.Imap;

/// <summary>Writes the words of responses: atoms, numbers, strings in the form that their octets need.</summary>
internal sealed class ResponseText
{
    /// <summary>Where to; set for each call of the engine.</summary>
    public IBufferWriter<byte> Output { get; set; } = new ArrayBufferWriter<byte>();

    /// <summary>Quoted strings may hold UTF-8.</summary>
    public bool AllowsUtf8 { get; set; }

    public void Raw(ReadOnlySpan<byte> octets) => Output.Write(octets);

    /// <summary>ASCII, as it stands.</summary>
    public void Raw(string ascii)
    {
        var span = Output.GetSpan(ascii.Length);
        Output.Advance(Encoding.ASCII.GetBytes(ascii, span));
    }

    public void Number(ulong number)
    {
        var span = Output.GetSpan(20);
        Utf8Formatter.TryFormat(number, span, out var written);
        Output.Advance(written);
    }

    public void NString(string? text)
    {
        if (text is null)
            Raw("NIL"u8);
        else
            String(text);
    }

    /// <summary>A quoted string where that can hold the text, else a literal.</summary>
    public void String(string text)
    {
        if (text.Length <= MaxQuoted && TryPlain(text))
            return;
        if (text.AsSpan().ContainsAny('\r', '\n', '\0') || !(AllowsUtf8 || Ascii.IsValid(text))
            || text.Length > MaxQuoted)
        {
            Literal(text);
            return;
        }

        var span = Output.GetSpan(2 + 2 * Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = 0;
        span[length++] = (byte)'"';
        if (text.AsSpan().ContainsAny('"', '\\'))
            text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        length += Encoding.UTF8.GetBytes(text, span[length..]);
        span[length++] = (byte)'"';
        Output.Advance(length);
    }

    /// <summary>
    /// An address of an ENVELOPE, in one go where all of it is plain. False, and nothing is written, where it is not.
    /// </summary>
    public bool TryAddress(string? name, string? mailbox, string? host)
    {
        var characters = (name?.Length ?? 0) + (mailbox?.Length ?? 0) + (host?.Length ?? 0);
        if (characters > MaxQuoted)
            return false;
        var span = Output.GetSpan(characters + AddressOctets);
        var length = 0;
        Put("("u8, span, ref length);
        if (!TryPut(name, span, ref length))
            return false;
        Put(" NIL "u8, span, ref length); // The source route: nobody has sent one for decades.
        if (!TryPut(mailbox, span, ref length))
            return false;
        Put(" "u8, span, ref length);
        if (!TryPut(host, span, ref length))
            return false;
        Put(")"u8, span, ref length);
        Output.Advance(length);
        return true;
    }

    /// <summary>Octets as they are: quoted where they can be, else a literal, with NUL a literal8.</summary>
    public void Octets(ReadOnlySpan<byte> octets)
    {
        if (octets.Length <= MaxQuoted && !octets.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            && !octets.ContainsAny((byte)'"', (byte)'\\'))
        {
            Raw("\""u8);
            Raw(octets);
            Raw("\""u8);
            return;
        }

        Raw(octets.Contains((byte)0) ? "~{"u8 : "{"u8);
        Number((ulong)octets.Length);
        Raw("}\r\n"u8);
        Raw(octets);
    }

    /// <summary>
    /// A mailbox name: an atom where it can be one, in modified UTF-7 where the client knows no better.
    /// </summary>
    public void MailboxName(string name)
    {
        if (!AllowsUtf8)
            name = MailboxText.EncodeUtf7(name);
        if (IsAtom(name) && !name.Equals("NIL", StringComparison.OrdinalIgnoreCase))
            Raw(name);
        else
            String(name);
    }

    public void Flags(ImapFlags flags)
    {
        Raw("("u8);
        var isFirst = true;
        foreach (var (flag, name) in ImapFlags.SystemNames)
        {
            if ((flags.System & flag) == 0)
                continue;
            Separate(ref isFirst);
            Raw(name);
        }

        foreach (var keyword in flags.Keywords)
        {
            Separate(ref isFirst);
            Raw(keyword);
        }

        Raw(")"u8);
    }

    /// <summary><c>OK [CODE] text</c> and the line end.</summary>
    public void Condition(ImapReply reply)
    {
        Raw(reply.Condition switch
        {
            ImapCondition.Ok => "OK "u8,
            ImapCondition.No => "NO "u8,
            ImapCondition.Bad => "BAD "u8,
            _ => "BYE "u8,
        });
        if (reply.Code is { } code)
        {
            Raw("["u8);
            Raw(code);
            Raw("] "u8);
        }

        Raw(reply.Text);
        Raw("\r\n"u8);
    }

    /// <summary>A space, but not before the first.</summary>
    public void Separate(ref bool isFirst)
    {
        if (!isFirst)
            Raw(" "u8);
        isFirst = false;
    }

    private bool TryPlain(string text)
    {
        var length = 0;
        if (!TryPut(text, Output.GetSpan(text.Length + 2), ref length))
            return false;
        Output.Advance(length);
        return true;
    }

    /// <summary>What nearly all strings are: US-ASCII in which nothing is to be escaped; or NIL.</summary>
    private static bool TryPut(string? text, Span<byte> span, ref int length)
    {
        if (text is null)
        {
            Put("NIL"u8, span, ref length);
            return true;
        }

        span = span[length..];
        if (Ascii.FromUtf16(text, span[1..], out var written) != OperationStatus.Done
            || span.Slice(1, written).ContainsAny(NotPlain))
            return false;
        span[0] = span[written + 1] = (byte)'"';
        length += written + 2;
        return true;
    }

    private static void Put(ReadOnlySpan<byte> octets, Span<byte> span, ref int length)
    {
        octets.CopyTo(span[length..]);
        length += octets.Length;
    }

    private void Literal(string text)
    {
        // NUL cannot be in a literal (RFC 9051 section 9); a header that has one is shown without.
        var octets = Encoding.UTF8.GetBytes(text.Replace("\0", "", StringComparison.Ordinal));
        Raw("{"u8);
        Number((ulong)octets.Length);
        Raw("}\r\n"u8);
        Raw(octets);
    }

    private static bool IsAtom(string name)
    {
        foreach (var symbol in name)
        {
            if (symbol > '~' || !ImapCharacters.Atom.Contains((byte)symbol))
                return false;
        }

        return name.Length > 0;
    }

    private static readonly SearchValues<byte> NotPlain = SearchValues.Create("\"\\\r\n\0"u8);

    /// <summary>Of an address, without its strings: parentheses, spaces, three pairs of quotes or NIL, the route.
    /// </summary>
    private const int AddressOctets = 2 + 5 + 1 + 3 * 3;

    /// <summary>Clients that read line by line have bounds; a longer text goes as a literal.</summary>
    private const int MaxQuoted = 1000;
}
