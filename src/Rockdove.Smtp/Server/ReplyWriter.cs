using System.Buffers;
using System.Text;

namespace Rockdove.Smtp;

/// <summary>Where an engine says everything, but for the challenges of an authentication exchange.</summary>
internal sealed class ReplyWriter(SmtpProtocol protocol, SmtpSession session)
{
    /// <summary>Where to; the engine is given another with every call.</summary>
    public IBufferWriter<byte> Output { get; set; } = Nowhere.Instance;

    public ISmtpObserver? Observer { get; set; }

    public void Write(SmtpReply reply) => Write(reply, withStatus: true);

    /// <summary>The greeting: a welcome has no status (RFC 2034 section 4), a refusal says what is wrong.</summary>
    public void WriteGreeting(SmtpReply reply) => Write(reply, withStatus: !reply.IsPositive);

    /// <summary>Accepts HELO, EHLO or LHLO; the latter two are told what the server can do.</summary>
    public void WriteCapabilities(SmtpReply reply)
    {
        var line = reply.Lines[0];
        if (session.IsExtended)
        {
            foreach (var extension in protocol.Extensions)
            {
                if (extension.Advertise(session, protocol) is not { } next)
                    continue;
                WriteLine("250-"u8, line);
                line = next;
            }
        }

        WriteLine("250 "u8, line);
        Observer?.OnReply(250);
    }

    public void WriteChallenge(AuthenticationExchange exchange)
    {
        exchange.WriteChallenge(Output);
        Observer?.OnReply(334);
    }

    private void Write(SmtpReply reply, bool withStatus)
    {
        reply.WriteTo(Output, withStatus && protocol.HasEnhancedStatus);
        Observer?.OnReply(reply.Code);
    }

    private void WriteLine(ReadOnlySpan<byte> prefix, string text)
    {
        var span = Output.GetSpan(prefix.Length + Encoding.UTF8.GetMaxByteCount(text.Length) + 2);
        prefix.CopyTo(span);
        var length = prefix.Length + Encoding.UTF8.GetBytes(text, span[prefix.Length..]);
        "\r\n"u8.CopyTo(span[length..]);
        Output.Advance(length + 2);
    }
}
