using System.Buffers;
using System.Text;

namespace Rockdove.Smtp;

/// <summary>
/// Where an engine says everything, and so the one place where <see cref="SmtpTexts"/> takes the place of its words.
/// </summary>
internal sealed class ReplyWriter(SmtpProtocol protocol, SmtpSession session)
{
    private SmtpVerb? _verb;
    private string? _argument;

    /// <summary>Where to; the engine is given another with every call.</summary>
    public IBufferWriter<byte> Output { get; set; } = Nowhere.Instance;

    public ISmtpObserver? Observer { get; set; }

    /// <summary>The address of the MAIL or RCPT that is answered.</summary>
    public string? Path { get; set; }

    /// <summary>A command begins, which the next replies answer.</summary>
    public void Begin(in CommandLine command)
    {
        if (protocol.Texts is not { } texts)
            return;
        _verb = command.Verb;
        Path = null;

        // AUTH may hold a secret, and an unknown command be one that went astray.
        var isShown = (texts.Needs & Placeholder.Argument) != 0 && _verb is not null && _verb.Name != "AUTH";
        _argument = isShown ? Encoding.UTF8.GetString(command.Argument) : null;
    }

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
        if (protocol.Texts is { } texts)
            reply = texts.Replace(reply, _verb, Values);
        reply.WriteTo(Output, withStatus && protocol.HasEnhancedStatus);
        Observer?.OnReply(reply.Code);
    }

    private TextValues Values => new(protocol.Options.HostName, session.HelloName, Path, _argument);

    private void WriteLine(ReadOnlySpan<byte> prefix, string text)
    {
        var span = Output.GetSpan(prefix.Length + Encoding.UTF8.GetMaxByteCount(text.Length) + 2);
        prefix.CopyTo(span);
        var length = prefix.Length + Encoding.UTF8.GetBytes(text, span[prefix.Length..]);
        "\r\n"u8.CopyTo(span[length..]);
        Output.Advance(length + 2);
    }
}
