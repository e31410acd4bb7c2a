using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>
/// Lines that are no commands: responses of AUTHENTICATE, and the end of IDLE. Within the bound only; past it the end
/// of the line is unknown, and what that may announce, so the connection must close.
/// </summary>
internal sealed class ExchangeLines(ImapProtocol protocol)
{
    private LineReader _lines;

    /// <summary>
    /// The literal that the line announced, as none should. A client that sends such is confused, but the octets that
    /// it announced must not become commands.
    /// </summary>
    public LiteralHead? Announced { get; private set; }

    /// <summary>Takes the next line; one that is too long is <see cref="LineStatus.Endless"/>.</summary>
    public LineStatus Read(ref SequenceReader<byte> input, out ReadOnlySpan<byte> line)
    {
        var status = _lines.Read(ref input, protocol.Limits.SaslLineBytes, 0, out line);
        Announced = LiteralHead.TryFindAtEnd(line, out var literal) ? literal : null;
        return status switch
        {
            LineStatus.TooLong => LineStatus.Endless,
            LineStatus.BareLineFeed when protocol.Allows(ImapLeniencies.BareLineFeed) => LineStatus.Line,
            _ => status,
        };
    }
}
