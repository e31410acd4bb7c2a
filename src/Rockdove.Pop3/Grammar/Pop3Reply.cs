using System.Buffers;
using System.Text;

namespace Rockdove.Pop3;

/// <summary>
/// The first line of an answer: yes or no, perhaps a response code, and a text (RFC 1939 section 3, RFC 2449 section
/// 8). Immutable; encoded once.
/// </summary>
/// <remarks>
/// Text cannot break the protocol: controls become <c>?</c>, and what would not fit into 512 octets (RFC 2449 section
/// 4) is cut off.
/// </remarks>
public sealed class Pop3Reply
{
    private byte[]? _withCode;
    private byte[]? _withoutCode;

    private Pop3Reply(bool isPositive, string? code, string text, bool closes, bool isMistake)
    {
        if (code is not null && !IsCode(code))
            throw new ArgumentException($"'{code}' is no response code such as SYS/TEMP.", nameof(code));
        IsPositive = isPositive;
        Code = code;
        Text = Clip(text, MostTextOctets - (code is null ? 0 : code.Length + "[] ".Length));
        Closes = closes;
        IsMistake = isMistake;
    }

    /// <summary><c>+OK</c>.</summary>
    public static Pop3Reply Ok(string text) => new(true, null, text, false, false);

    /// <summary><c>-ERR</c>.</summary>
    /// <param name="text">For a person.</param>
    /// <param name="code">
    /// For a program, without the brackets: <c>IN-USE</c>, <c>AUTH</c>, <c>SYS/TEMP</c>, <c>SYS/PERM</c>. It is sent
    /// only where the extension that tells of it is offered.
    /// </param>
    /// <exception cref="ArgumentException">The code is none.</exception>
    public static Pop3Reply Error(string text, string? code = null) => new(false, code, text, false, false);

    public bool IsPositive { get; }

    /// <summary>The response code without brackets; null for none.</summary>
    public string? Code { get; }

    /// <summary>The text, already fit for the wire.</summary>
    public string Text { get; }

    /// <summary>The connection closes once this reply is out.</summary>
    public bool Closes { get; }

    /// <summary>It blames the client: for what it said, or when.</summary>
    internal bool IsMistake { get; }

    /// <summary>The same reply, after which the connection closes.</summary>
    public Pop3Reply AndClose() => new(IsPositive, Code, Text, true, IsMistake);

    /// <summary>Reads a reply as it is written: <c>-ERR [IN-USE] Somebody else reads it</c>.</summary>
    /// <exception cref="FormatException">It begins with neither <c>+OK</c> nor <c>-ERR</c>.</exception>
    public static Pop3Reply Parse(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var status = space < 0 ? text : text[..space];
        var rest = space < 0 ? "" : text[(space + 1)..];
        if (status is not ("+OK" or "-ERR"))
            throw new FormatException($"'{text}' is not a reply such as '+OK Welcome'.");
        string? code = null;
        var bracket = rest.IndexOf(']', StringComparison.Ordinal);
        if (status == "-ERR" && rest.StartsWith('[') && bracket > 0 && IsCode(rest[1..bracket]))
        {
            code = rest[1..bracket];
            rest = rest[(bracket + 1)..].TrimStart(' ');
        }

        return new Pop3Reply(status == "+OK", code, rest, false, false);
    }

    /// <summary>Writes the line.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="withCode">The session may be told response codes.</param>
    public void WriteTo(IBufferWriter<byte> output, bool withCode = true) =>
        output.Write(withCode && Code is not null ? _withCode ??= Encode(true) : _withoutCode ??= Encode(false));

    public override string ToString() => (Status + (Code is null ? "" : $" [{Code}]") + $" {Text}").TrimEnd();

    internal static Pop3Reply Mistake(string text, string? code = null) => new(false, code, text, false, true);

    private string Status => IsPositive ? "+OK" : "-ERR";

    private byte[] Encode(bool withCode) => Encoding.UTF8.GetBytes(
        (Status + (withCode ? $" [{Code}]" : "") + (Text.Length > 0 ? $" {Text}" : "")) + "\r\n");

    private static string Clip(string text, int most)
    {
        var clean = string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
        while (Encoding.UTF8.GetByteCount(clean) > most)
            clean = clean[..^(char.IsLowSurrogate(clean[^1]) ? 2 : 1)];
        return clean;
    }

    // resp-level *("/" resp-level), of any characters but ']' and '/' (RFC 2449 section 3).
    private static bool IsCode(string code) =>
        code.Length is > 0 and < 64 && code.All(c => c is > ' ' and < (char)0x7F and not ']');

    private static readonly int MostTextOctets = 512 - "-ERR ".Length - "\r\n".Length;
}
