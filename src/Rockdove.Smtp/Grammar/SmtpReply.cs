using System.Buffers;
using System.Text;

namespace Rockdove.Smtp;

/// <summary>
/// A reply: a code, perhaps an enhanced status, and lines of text (RFC 5321 section 4.2). Immutable; encoded once, so
/// a reply
/// that is kept and used again costs nothing.
/// </summary>
/// <remarks>
/// Text cannot break the protocol: CR, LF, NUL and other controls become <c>?</c>, and a line that would exceed 512
/// octets (section 4.5.3.1.5) goes on in a line of its own.
/// </remarks>
public sealed class SmtpReply
{
    private byte[]? _withStatus;
    private byte[]? _withoutStatus;

    /// <summary>Makes a reply, as in <c>new(550, "5.1.1", "No such user here")</c>.</summary>
    /// <param name="code">200 to 599.</param>
    /// <param name="status">The enhanced status; its class must be the first digit of the code. Null for none.</param>
    /// <param name="lines">The text. None is the same as one empty line.</param>
    /// <exception cref="ArgumentException">The code is out of range, or the status is of another class.</exception>
    /// <exception cref="FormatException">The status is no enhanced status.</exception>
    public SmtpReply(int code, string? status, params IReadOnlyList<string> lines)
        : this(code, status is null ? null : EnhancedStatus.Parse(status), lines, closes: code == 421)
    {
    }

    private SmtpReply(int code, EnhancedStatus? status, IReadOnlyList<string> lines, bool closes)
    {
        if (code is < 200 or > 599)
            throw new ArgumentOutOfRangeException(nameof(code), code, "A reply code is 200 to 599.");
        if (status is { } given && given.Class != code / 100)
            throw new ArgumentException($"Status {given} is not of the class of code {code}.", nameof(status));
        Code = code;
        Status = status;
        Lines = ToWireLines(lines, 512 - "250-".Length - "5.999.999 ".Length - "\r\n".Length);
        Closes = closes;
    }

    /// <summary>
    /// The reply that this one is a form of, as one that closes is of one that does not; itself when there is none.
    /// <see cref="SmtpTexts"/> goes by it.
    /// </summary>
    internal SmtpReply Original { get => field ?? this; init; }

    /// <summary>The message that it is about, by the name that its keeper gave it.</summary>
    internal string? Id { get; init; }

    /// <summary>The three digits.</summary>
    public int Code { get; }

    public EnhancedStatus? Status { get; }

    /// <summary>The text, a line each, already fit for the wire.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>The connection closes once this reply is out. Always so for 421 (RFC 5321 section 3.8).</summary>
    public bool Closes { get; }

    /// <summary>2yz or 3yz: what was asked will be done.</summary>
    public bool IsPositive => Code < 400;

    /// <summary>4yz: try again later.</summary>
    public bool IsTransient => Code / 100 == 4;

    /// <summary>5yz: do not try the same again.</summary>
    public bool IsPermanent => Code / 100 == 5;

    /// <summary>The same reply, after which the connection closes.</summary>
    public SmtpReply AndClose() => new(Code, Status, Lines, closes: true) { Original = Original, Id = Id };

    /// <summary>
    /// Reads a reply as a person writes it: <c>550 5.1.1 No such user</c>; further lines after <c>\n</c>.
    /// </summary>
    /// <exception cref="FormatException">There is no code in front.</exception>
    public static SmtpReply Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines[0].Length < 3 || !int.TryParse(lines[0].AsSpan(0, 3), out var code) || code is < 200 or > 599
            || (lines[0].Length > 3 && lines[0][3] is not (' ' or '-')))
            throw new FormatException($"'{text}' is not a reply such as '250 2.1.0 Ok'.");
        EnhancedStatus? status = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.AsSpan().StartsWith(text.AsSpan(0, 3), StringComparison.Ordinal)
                && (line.Length == 3 || line[3] is ' ' or '-'))
                line = line.Length > 4 ? line[4..] : "";
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var first = space < 0 ? line.AsSpan() : line.AsSpan(0, space);
            if (EnhancedStatus.TryParse(first, out var found) && found.Class == code / 100)
            {
                status ??= found;
                line = space < 0 ? "" : line[(space + 1)..];
            }

            lines[i] = line;
        }

        return new SmtpReply(code, status, lines, closes: code == 421);
    }

    /// <summary>Writes the reply, every line ended with CRLF.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="withStatus">
    /// Whether the session speaks ENHANCEDSTATUSCODES (RFC 2034 section 4: then on each line).
    /// </param>
    public void WriteTo(IBufferWriter<byte> output, bool withStatus = true) =>
        output.Write(withStatus && Status is not null
            ? _withStatus ??= Encode(true)
            : _withoutStatus ??= Encode(false));

    public override string ToString() =>
        string.Join('\n', Lines.Select(line => Status is null ? $"{Code} {line}" : $"{Code} {Status} {line}"));

    private byte[] Encode(bool withStatus)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Lines.Count; i++)
        {
            text.Append(Code).Append(i == Lines.Count - 1 ? ' ' : '-');
            if (withStatus)
                text.Append(Status).Append(' ');
            text.Append(Lines[i]).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string[] ToWireLines(IReadOnlyList<string> lines, int limitBytes)
    {
        if (lines.Count == 0)
            return [""];
        var fits = lines is string[];
        foreach (var line in lines)
            fits &= line.Length <= limitBytes && !line.AsSpan().ContainsAnyExceptInRange(' ', '~');
        if (fits)
            return (string[])lines;

        var wire = new List<string>(lines.Count);
        foreach (var line in lines)
        {
            var rest = string.Concat(line.Select(c => char.IsControl(c) ? '?' : c)).AsSpan();
            while (Encoding.UTF8.GetByteCount(rest) > limitBytes)
            {
                var length = limitBytes;
                while (Encoding.UTF8.GetByteCount(rest[..Math.Min(length, rest.Length)]) > limitBytes)
                    length--;
                length = Math.Min(length, rest.Length);
                if (char.IsHighSurrogate(rest[length - 1]))
                    length--;
                var space = rest[..length].LastIndexOf(' ');
                var taken = space > 0 ? space : length;
                wire.Add(rest[..taken].ToString());
                rest = rest[taken..].TrimStart(' ');
            }

            wire.Add(rest.ToString());
        }

        return [.. wire];
    }
}
