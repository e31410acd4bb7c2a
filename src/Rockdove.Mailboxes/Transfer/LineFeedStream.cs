namespace Rockdove.Mailboxes;

/// <summary>Writes CRLF as LF, as text files of mail are on Unix. A CR without LF stays.</summary>
internal sealed class LineFeedStream(Stream inner) : WriteOnlyStream
{
    private bool _heldReturn;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty)
            return;
        if (_heldReturn && buffer[0] != '\n')
            inner.WriteByte((byte)'\r');
        _heldReturn = false;
        while (!buffer.IsEmpty)
        {
            var found = buffer.IndexOf((byte)'\r');
            if (found < 0)
            {
                inner.Write(buffer);
                return;
            }
            inner.Write(buffer[..found]);
            if (found + 1 == buffer.Length)
            {
                _heldReturn = true;
                return;
            }
            if (buffer[found + 1] != '\n')
                inner.WriteByte((byte)'\r');
            buffer = buffer[(found + 1)..];
        }
    }

    /// <summary>The end of the text: a CR that is its last octet is written.</summary>
    public void Finish()
    {
        if (_heldReturn)
            inner.WriteByte((byte)'\r');
        _heldReturn = false;
    }
}
