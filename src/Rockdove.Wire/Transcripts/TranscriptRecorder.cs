using System.Buffers;
using System.Globalization;

namespace Rockdove.Wire;

/// <summary>Writes down a conversation as it happens, with secrets hidden and within a limit.</summary>
/// <remarks>
/// A line is recorded when it ends, so the recording does not depend on how the octets were cut. Not thread-safe: the
/// two directions of a connection must be told in turn.
/// </remarks>
public sealed class TranscriptRecorder
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ITranscriptRedactor _redactor;
    private readonly int _limitBytes;
    private readonly bool _withTimes;
    private readonly Side _client = new(TranscriptLineKind.Client);
    private readonly Side _server = new(TranscriptLineKind.Server);
    private Side? _lastSpoke;

    /// <summary>Begins a recording.</summary>
    /// <param name="redactor">Says which client lines are secret.</param>
    /// <param name="limitBytes">How much text to keep, at least 1 kB; see <see cref="DefaultLimitBytes"/>.</param>
    /// <param name="withTimes">True to write the time as a comment whenever the other side begins to speak.</param>
    public TranscriptRecorder(
        ITranscriptRedactor redactor, int limitBytes = DefaultLimitBytes, bool withTimes = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limitBytes, 1024);
        _redactor = redactor;
        _limitBytes = limitBytes;
        _withTimes = withTimes;
    }

    /// <summary>True when the limit was reached: the recording ends with <c>! truncated</c>.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>The client sent these octets, this long after the beginning.</summary>
    public void Client(ReadOnlySpan<byte> octets, TimeSpan at) => Take(_client, octets, at);

    /// <summary>The server sent these octets, this long after the beginning.</summary>
    public void Server(ReadOnlySpan<byte> octets, TimeSpan at) => Take(_server, octets, at);

    /// <summary>Something happened that is not octets: <c>! tls</c>, <c>! close</c>.</summary>
    public void Directive(string word, string arguments = "") => Add(TranscriptLine.Directive(word, arguments));

    public void Comment(string text) => Add(TranscriptLine.Comment(text));

    /// <summary>The connection has ended: a line that was begun is recorded as far as it came.</summary>
    public void Complete(TimeSpan at)
    {
        Flush(_server, at);
        Flush(_client, at);
    }

    /// <summary>What was recorded up to now: whole lines only, until <see cref="Complete"/>.</summary>
    public Transcript ToTranscript(string path) => Transcript.Parse(path, _text.WrittenSpan);

    /// <summary>The same as text, ready to be kept in a file.</summary>
    public void Write(IBufferWriter<byte> output) => output.Write(_text.WrittenSpan);

    private void Take(Side side, ReadOnlySpan<byte> octets, TimeSpan at)
    {
        while (octets.Length > 0 && !IsTruncated) // Nothing is added any more: a large message costs nothing here.
        {
            var newline = octets.IndexOf((byte)'\n');
            var taken = side.Append(newline < 0 ? octets : octets[..(newline + 1)]);
            octets = octets[taken..];

            if (side.Pending is [.. var line, (byte)'\r', (byte)'\n'])
            {
                Piece(side, line, endsLine: true, at);
                side.EndLine();
            }
            else if (side.IsFull)
            {
                // A CR that is the last octet may be half of a CRLF: it stays for the next piece.
                var piece = side.Pending is [.. var most, (byte)'\r'] ? most : side.Pending;
                Piece(side, piece, endsLine: false, at);
                side.Keep(piece.Length);
            }
        }
    }

    private void Flush(Side side, TimeSpan at)
    {
        if (side.Pending.Length > 0)
            Piece(side, side.Pending, endsLine: false, at);
        side.EndLine();
    }

    private void Piece(Side side, ReadOnlySpan<byte> piece, bool endsLine, TimeSpan at)
    {
        var visible = piece.Length;
        if (side.InLine)
        {
            if (side.IsHidden)
                return;
        }
        else if (side == _client)
        {
            visible = Math.Clamp(_redactor.VisibleOctets(piece), 0, piece.Length);
            side.IsHidden = visible < piece.Length;
        }
        else
        {
            _redactor.OnServerLine(piece);
        }

        if (_withTimes && _lastSpoke != side)
            Comment(string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds:0.000} s"));
        _lastSpoke = side;

        _line.ResetWrittenCount();
        if (side.IsHidden)
        {
            // Where a hidden line ended would tell how long the secret is, or that it never came whole.
            byte[] shown = [.. piece[..visible], .. "***"u8];
            TranscriptWriter.Write(_line, side.Kind, shown, [visible, visible + 1, visible + 2], endsLine: true);
        }
        else
        {
            TranscriptWriter.Write(_line, side.Kind, piece, [], endsLine);
        }

        Add(_line.WrittenSpan);
    }

    private void Add(TranscriptLine line)
    {
        _line.ResetWrittenCount();
        TranscriptWriter.Write(_line, line);
        Add(_line.WrittenSpan);
    }

    private void Add(ReadOnlySpan<byte> line)
    {
        if (IsTruncated)
            return;

        if (_text.WrittenCount + line.Length <= _limitBytes)
        {
            _text.Write(line);
            return;
        }

        IsTruncated = true;
        TranscriptWriter.Write(
            _text, TranscriptLine.Directive("truncated", string.Create(null, $"at {_limitBytes} octets")));
    }

    /// <summary>One direction: the line that has begun and not ended.</summary>
    private sealed class Side(TranscriptLineKind kind)
    {
        private byte[] _pending = [];
        private int _length;

        public TranscriptLineKind Kind { get; } = kind;

        public ReadOnlySpan<byte> Pending => _pending.AsSpan(0, _length);

        public bool IsFull => _length == PieceBytes + 2;

        /// <summary>True when pieces of this line were recorded before.</summary>
        public bool InLine { get; private set; }

        public bool IsHidden { get; set; }

        public int Append(ReadOnlySpan<byte> octets)
        {
            var count = Math.Min(octets.Length, PieceBytes + 2 - _length);
            if (_length + count > _pending.Length)
                Array.Resize(ref _pending, Math.Min(PieceBytes + 2, Math.Max(256, 2 * (_length + count))));
            octets[..count].CopyTo(_pending.AsSpan(_length));
            _length += count;
            return count;
        }

        public void Keep(int from)
        {
            Pending[from..].CopyTo(_pending);
            _length -= from;
            InLine = true;
        }

        public void EndLine()
        {
            if (IsHidden)
                _pending.AsSpan().Clear();
            _length = 0;
            InLine = false;
            IsHidden = false;
        }
    }

    /// <summary>
    /// 1 MiB of text: a long session with its messages' beginnings, and small enough to keep one for each of a few
    /// hundred sessions.
    /// </summary>
    public const int DefaultLimitBytes = 1 << 20;

    /// <summary>
    /// A line longer than this is written in pieces. Four times the longest SMTP text line (RFC 5321 section 4.5.3.1.6)
    /// and some: only binary content and hostile clients have longer ones.
    /// </summary>
    public const int PieceBytes = 4096;
}
