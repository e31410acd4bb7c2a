using System.Net;
using System.Text;
using Rockdove.Mime;
using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>One message that the mock has accepted. It stays readable when the server is gone.</summary>
public sealed class ReceivedMessage
{
    private readonly Lazy<MimeMessage> _mime;

    /// <summary>Where there are paths and nothing else, as go-smtp-mock takes them.</summary>
    internal ReceivedMessage(
        MockSession session, string reversePath, IReadOnlyList<string> forwardPaths, ReadOnlyMemory<byte> content)
    {
        Session = session;
        Content = content;
        ReversePath = reversePath;
        ForwardPaths = forwardPaths;
        _mime = new Lazy<MimeMessage>(() => MimeMessage.Read(Content));
    }

    internal ReceivedMessage(MockSession session, Envelope envelope, ReadOnlyMemory<byte> content)
        : this(
            session,
            envelope.Sender.Path.Address,
            [.. envelope.Recipients.Select(recipient => recipient.Path.Address)],
            content)
    {
        SenderParameters = MailParameters.Of(envelope.Sender);
        RecipientParameters = [.. envelope.Recipients.Select(MailParameters.Of)];
        Sender = envelope.Sender;
        Recipients = envelope.Recipients;
    }

    /// <summary>From a conversation that is repeated, where no engine has understood the envelope.</summary>
    internal ReceivedMessage(MockSession session, ReplayedEnvelope envelope, ReadOnlyMemory<byte> content)
        : this(
            session,
            MailParameters.PathOf(envelope.Sender),
            [.. envelope.Recipients.Select(MailParameters.PathOf)],
            content)
    {
        SenderParameters = MailParameters.Read(envelope.Sender).Given;
        RecipientParameters = [.. envelope.Recipients.Select(argument => MailParameters.Read(argument).Given)];
    }

    /// <summary>The place among all messages of the server, from 1; it is not used again after a purge.</summary>
    public int Number { get; internal set; }

    /// <summary>The reverse-path without brackets; empty for the null one (RFC 5321 section 4.5.5).</summary>
    public string ReversePath { get; }

    /// <summary>The accepted forward-paths without brackets, in the order of RCPT.</summary>
    public IReadOnlyList<string> ForwardPaths { get; }

    /// <summary>
    /// Every parameter of MAIL as it was given: <c>SIZE</c> → <c>1000</c>; an empty value for one without.
    /// </summary>
    public IReadOnlyDictionary<string, string> SenderParameters { get; } = MailParameters.None;

    /// <summary>Every parameter of each RCPT, in the order of <see cref="ForwardPaths"/>.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> RecipientParameters { get; } = [];

    /// <summary>What the engine made of MAIL and its parameters; null where a conversation was replayed.</summary>
    public Sender? Sender { get; }

    /// <summary>What the engine made of each RCPT.</summary>
    public IReadOnlyList<Recipient> Recipients { get; } = [];

    /// <summary>The octets of the message, exactly as they were sent, without the added dots.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The name of EHLO, HELO or LHLO at that time; null when there was none.</summary>
    public string? HelloName { get; internal set; }

    /// <summary>The protocol and cipher of TLS, as in <c>TLSv1.3 TLS_AES_256_GCM_SHA384</c>; null in clear.</summary>
    public string? Tls { get; internal set; }

    /// <summary>Who had authenticated; null for nobody.</summary>
    public string? Identity { get; internal set; }

    /// <summary>How <see cref="Identity"/> was shown: a SASL mechanism.</summary>
    public string? Mechanism { get; internal set; }

    /// <summary>Where the client was; null over pipes in memory.</summary>
    public IPEndPoint? Client { get; internal set; }

    /// <summary>When the last octet had come.</summary>
    public DateTimeOffset ReceivedAt { get; internal set; }

    /// <summary>The session that brought it, with its transcript.</summary>
    public MockSession Session { get; }

    /// <summary>The message as headers and parts. Any octets can be read so; what is wrong is listed there.</summary>
    public MimeMessage Mime => _mime.Value;

    /// <summary>The decoded subject, or null.</summary>
    public string? Subject => Mime.Subject;

    /// <summary>The message as text, read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Content.Span);

    /// <summary>One line, as failures show it.</summary>
    public override string ToString() =>
        $"#{Number} <{ReversePath}> to {string.Join(", ", ForwardPaths.Select(path => $"<{path}>"))}, "
        + $"{(Subject is { } subject ? $"'{subject}'" : "no subject")}, {Content.Length} octets";
}
