using System.Buffers;
using System.Globalization;
using System.Text;

namespace Rockdove.Imap;

/// <summary>
/// Writes a command as far as the server lets it: up to a literal that must be invited, or to the message that is fed.
/// </summary>
internal sealed class CommandSender
{
    private readonly ImapCommand _command;
    private readonly string _tag;
    private readonly ImapServerCapabilities _capabilities;
    private readonly bool _isUtf8;
    private byte[]? _literal;
    private int _next;
    private long _contentLeft;
    private bool _isInvited;

    public CommandSender(ImapCommand command, string tag, ImapServerCapabilities capabilities, bool isUtf8) =>
        (_command, _tag, _capabilities, _isUtf8) = (command, tag, capabilities, isUtf8);

    /// <summary>A literal was announced, and the server has not answered.</summary>
    public bool AwaitsInvitation { get; private set; }

    /// <summary>The message is being fed.</summary>
    public bool IsFeeding { get; private set; }

    /// <summary>All of the command was written.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Octets of the message that are missing.</summary>
    public long ContentLeft => _contentLeft;

    /// <summary>Goes on, from the beginning or after an invitation.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        if (_next == 0)
            Ascii(output, _tag + " ");
        else if (AwaitsInvitation)
            (AwaitsInvitation, _isInvited) = (false, true);
        while (_next < _command.Pieces.Count)
        {
            var piece = _command.Pieces[_next];
            if (piece.Kind == ImapCommand.PieceKind.Content)
            {
                if (!_isInvited && !Announce(_command.ContentOctets, output))
                    return;
                _isInvited = false;
                _contentLeft = _command.ContentOctets;
                IsFeeding = _contentLeft > 0;
                _next++;
                if (IsFeeding)
                    return;
                continue;
            }

            if (!TryWrite(piece, output))
                return;
            _next++;
        }

        IsFeeding = false;
        IsSent = true;
        output.Write("\r\n"u8);
    }

    /// <summary>Some octets of the message; false when all have come, and the command is sent.</summary>
    public bool WriteContent(ReadOnlySpan<byte> octets, IBufferWriter<byte> output)
    {
        output.Write(octets);
        _contentLeft -= octets.Length;
        if (_contentLeft > 0)
            return true;
        Write(output);
        return false;
    }

    private bool TryWrite(ImapCommand.Piece piece, IBufferWriter<byte> output)
    {
        if (piece.Kind == ImapCommand.PieceKind.Text)
        {
            Ascii(output, piece.Text);
            return true;
        }

        if (_isInvited)
        {
            _isInvited = false;
            output.Write(_literal);
            return true;
        }

        var text = piece.Kind == ImapCommand.PieceKind.Mailbox && !_isUtf8
            ? MailboxText.EncodeUtf7(piece.Text)
            : piece.Text;
        _literal = piece.Octets ?? Encoding.UTF8.GetBytes(text);
        if (IsQuotable(_literal))
        {
            WriteQuoted(_literal, output);
            return true;
        }

        if (!Announce(_literal.Length, output))
            return false;
        output.Write(_literal);
        return true;
    }

    /// <summary>True when the octets may follow at once.</summary>
    private bool Announce(long octets, IBufferWriter<byte> output)
    {
        var isUninvited = _capabilities.TakesUninvited(octets);
        Ascii(output, string.Create(CultureInfo.InvariantCulture, $"{{{octets}{(isUninvited ? "+" : "")}}}\r\n"));
        AwaitsInvitation = !isUninvited;
        return isUninvited;
    }

    private bool IsQuotable(ReadOnlySpan<byte> text) => text.Length <= MaxQuoted && !text.ContainsAny("\r\n"u8)
        && (System.Text.Ascii.IsValid(text) || (_isUtf8 && System.Text.Unicode.Utf8.IsValid(text)));

    private static void WriteQuoted(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        while (text.IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var at)
        {
            output.Write(text[..at]);
            output.Write("\\"u8);
            output.Write(text.Slice(at, 1));
            text = text[(at + 1)..];
        }

        output.Write(text);
        output.Write("\""u8);
    }

    private static void Ascii(IBufferWriter<byte> output, string text) =>
        output.Write(Encoding.ASCII.GetBytes(text));

    /// <summary>Servers bound their lines; a longer string goes as a literal.</summary>
    private const int MaxQuoted = 1000;
}
