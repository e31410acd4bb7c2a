using System.Buffers;
using System.Text;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>Looks whether the header of a message is ASCII, without reading more than the header.</summary>
internal static class HeaderCheck
{
    /// <summary>False when there is another octet in it, or it is longer than the bound.</summary>
    public static async ValueTask<bool> IsAsciiAsync(IBlob body, int limitBytes, CancellationToken cancellationToken)
    {
        var piece = new ArrayBufferWriter<byte>(PieceBytes);
        var isBlank = true; // Nothing but a CR so far in the present line.
        for (long offset = 0; offset < body.Bytes; offset += PieceBytes)
        {
            if (offset >= limitBytes)
                return false;
            piece.ResetWrittenCount();
            await body.CopyToAsync(new ByteRange(offset, PieceBytes), piece, cancellationToken);
            foreach (var octet in piece.WrittenSpan)
            {
                if (octet == '\n' && isBlank)
                    return true;
                if (!Ascii.IsValid(octet))
                    return false;
                isBlank = octet == '\n' || (isBlank && octet == '\r');
            }
        }

        return true;
    }

    /// <summary>Most headers are shorter.</summary>
    private const int PieceBytes = 8 * 1024;
}
