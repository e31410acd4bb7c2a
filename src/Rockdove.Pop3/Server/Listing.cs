using System.Buffers;
using System.Buffers.Text;

namespace Rockdove.Pop3;

/// <summary>
/// The scan listings of LIST and UIDL (RFC 1939 sections 5 and 7), a batch at a time: a maildrop of a million messages
/// has a listing of fifteen megabytes.
/// </summary>
internal sealed class Listing(MaildropView view, bool isOfIds)
{
    private int _next = 1;

    /// <summary>Writes the next lines, and the end if it comes. True once all is written.</summary>
    public bool Write(IBufferWriter<byte> output)
    {
        var written = 0;
        while (_next <= view.Maildrop.Count)
        {
            if (written >= BatchBytes)
                return false;
            if (view.Has(_next))
                written += WriteLine(_next, output);
            _next++;
        }

        output.Write(".\r\n"u8);
        return true;
    }

    /// <summary>The answer about one message.</summary>
    public void WriteOne(int number, IBufferWriter<byte> output)
    {
        output.Write("+OK "u8);
        WriteLine(number, output);
    }

    private int WriteLine(int number, IBufferWriter<byte> output)
    {
        var span = output.GetSpan(LineOctets);
        Utf8Formatter.TryFormat(number, span, out var length);
        span[length++] = (byte)' ';
        if (isOfIds)
        {
            length += view.Maildrop.WriteUniqueId(number, span.Slice(length, Maildrop.UniqueIdOctets));
        }
        else
        {
            Utf8Formatter.TryFormat(view.Maildrop.BytesOf(number), span[length..], out var digits);
            length += digits;
        }

        "\r\n"u8.CopyTo(span[length..]);
        output.Advance(length + 2);
        return length + 2;
    }

    /// <summary>Octets of a listing that may lie unsent, a line more or less.</summary>
    private const int BatchBytes = 16 * 1024;

    private const int LineOctets = 10 + 1 + Maildrop.UniqueIdOctets + 2;
}
