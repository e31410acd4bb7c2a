using System.Buffers;
using System.Text;

namespace Rockdove.Mime;

/// <summary>The fields of a header block that somebody asked for, as they are written.</summary>
public static class HeaderSelection
{
    /// <summary>
    /// Writes the fields with one of the names, or those with none of them, and the empty line after the header
    /// (<c>HEADER.FIELDS</c> and <c>HEADER.FIELDS.NOT</c> of RFC 9051 section 6.4.5.1). Names are compared without
    /// case.
    /// </summary>
    /// <param name="header">A header block from its first octet.</param>
    /// <param name="names">The names.</param>
    /// <param name="others">True for the fields that are not named.</param>
    /// <param name="output">Where they go.</param>
    public static void Write(
        ReadOnlySpan<byte> header, IReadOnlyCollection<string> names, bool others, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(output);
        HashSet<string> wanted = new(names, StringComparer.OrdinalIgnoreCase);
        var isTaken = false;
        while (!header.IsEmpty)
        {
            var end = header.IndexOf((byte)'\n') + 1;
            var line = end == 0 ? header : header[..end];
            header = header[line.Length..];
            var content = line.TrimLineEnd();
            if (content.IsEmpty)
                break;
            if (content[0] is not ((byte)' ' or (byte)'\t'))
            {
                var colon = content.IndexOf((byte)':');
                var name = colon < 0 ? "" : Encoding.Latin1.GetString(content[..colon].TrimEnd(" \t"u8));
                isTaken = colon > 0 && wanted.Contains(name) != others;
            }

            if (isTaken)
                output.Write(line);
        }

        output.Write("\r\n"u8);
    }
}
