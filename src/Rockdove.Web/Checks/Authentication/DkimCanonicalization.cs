using System.Security.Cryptography;

namespace Rockdove.Web;

/// <summary>The forms of header and body that are hashed (RFC 6376 section 3.4).</summary>
internal static class DkimCanonicalization
{
    /// <summary>A field with its line end, as it is hashed.</summary>
    /// <param name="field">Name, colon, value and line end, as they came.</param>
    /// <param name="relaxed">Section 3.4.2, else 3.4.1.</param>
    public static byte[] Field(ReadOnlySpan<byte> field, bool relaxed)
    {
        if (!relaxed)
            return field.ToArray();
        var output = new List<byte>(field.Length);
        var colon = field.IndexOf((byte)':');
        foreach (var octet in field[..colon].TrimEnd(White))
            output.Add(octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet);
        output.Add((byte)':');
        var isAfterSpace = false;
        foreach (var octet in field[(colon + 1)..].Trim(WhiteAndEnds))
        {
            if (octet is (byte)'\r' or (byte)'\n')
                continue; // Unfolded; the white space behind it stays.
            if (octet is (byte)' ' or (byte)'\t')
            {
                isAfterSpace = true;
                continue;
            }

            if (isAfterSpace)
                output.Add((byte)' ');
            isAfterSpace = false;
            output.Add(octet);
        }

        output.Add((byte)'\r');
        output.Add((byte)'\n');
        return [.. output];
    }

    /// <summary>The SHA-256 of a body.</summary>
    /// <param name="body">As it came.</param>
    /// <param name="relaxed">Section 3.4.4, else 3.4.3.</param>
    /// <param name="length">Only so much of the canonical form (<c>l=</c>); null for all of it.</param>
    /// <param name="total">How long the canonical form is.</param>
    public static byte[] HashBody(ReadOnlySpan<byte> body, bool relaxed, long? length, out long total)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var left = length ?? long.MaxValue;
        var count = 0L;
        var emptyLines = 0L;
        var hadLine = false;
        var buffer = new byte[LineBytes];
        while (!body.IsEmpty)
        {
            var end = body.IndexOf("\r\n"u8);
            var line = end < 0 ? body : body[..end];
            body = end < 0 ? [] : body[(end + 2)..];
            if (relaxed)
            {
                if (buffer.Length < line.Length)
                    buffer = new byte[line.Length];
                line = Relax(line, buffer);
            }

            if (line.IsEmpty)
            {
                emptyLines++;
                continue;
            }

            for (; emptyLines > 0; emptyLines--)
                Append("\r\n"u8);
            Append(line);
            Append("\r\n"u8);
            hadLine = true;
        }

        if (!hadLine && !relaxed)
            Append("\r\n"u8); // Section 3.4.3: an empty body is one line end.
        total = count;
        return hash.GetHashAndReset();

        void Append(ReadOnlySpan<byte> octets)
        {
            count += octets.Length;
            octets = octets[..(int)Math.Min(octets.Length, left)];
            hash.AppendData(octets);
            left -= octets.Length;
        }
    }

    /// <summary>White space at the end goes, and other white space is one space.</summary>
    private static ReadOnlySpan<byte> Relax(ReadOnlySpan<byte> line, byte[] buffer)
    {
        line = line.TrimEnd(White);
        var written = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is not ((byte)' ' or (byte)'\t'))
                buffer[written++] = line[i];
            else if (i == 0 || line[i - 1] is not ((byte)' ' or (byte)'\t'))
                buffer[written++] = (byte)' ';
        }

        return buffer.AsSpan(0, written);
    }

    private static ReadOnlySpan<byte> White => " \t"u8;

    private static ReadOnlySpan<byte> WhiteAndEnds => " \t\r\n"u8;

    private const int LineBytes = 4096;
}
