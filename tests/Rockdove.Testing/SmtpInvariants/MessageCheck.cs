using System.Runtime.InteropServices;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>What must be true of a message that an engine hands out as good.</summary>
internal sealed class MessageCheck(SmtpProtocolOptions options)
{
    private readonly List<byte> _content = [];

    public ReadOnlySpan<byte> Content => CollectionsMarshal.AsSpan(_content);

    public void Begin() => _content.Clear();

    public void Append(ReadOnlySpan<byte> content) => _content.AddRange(content);

    /// <exception cref="InvariantBrokenException">The message breaks what the options promise.</exception>
    public void End(MessageQuestion message)
    {
        var content = Content;
        if (message.MessageBytes != content.Length)
            throw new InvariantBrokenException($"{message.MessageBytes} announced, {content.Length} handed out.");
        if (options.Limits.MessageBytes > 0 && content.Length > options.Limits.MessageBytes)
            throw new InvariantBrokenException($"A message of {content.Length} octets is past the limit.");
        if (message.Envelope.Sender.Body == BodyType.BinaryMime)
            return; // Any octets.
        if (!options.KeepsNul && content.Contains((byte)0))
            throw new InvariantBrokenException("A message has a NUL.");
        if (options.BareNewlines is BareNewlines.Refuse or BareNewlines.Normalize)
            CheckLines(content);
    }

    private void CheckLines(ReadOnlySpan<byte> content)
    {
        for (int at; !content.IsEmpty; content = content[at..])
        {
            at = content.IndexOfAny((byte)'\r', (byte)'\n');
            if (at < 0)
                at = content.Length;
            else if (content[at] == '\r' && content.Length > at + 1 && content[at + 1] == '\n')
                at += 2;
            else
                throw new InvariantBrokenException("A message has a bare CR or LF.");
            if (at > options.Limits.ContentLineBytes)
                throw new InvariantBrokenException($"A message has a line of {at} octets.");
        }
    }
}
