using System.Globalization;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// SIZE (RFC 1870): announces <see cref="SmtpLimits.MessageBytes"/>, and refuses at MAIL what declares more.
/// </summary>
public sealed class Size : SmtpExtension
{
    public override string Keyword => "SIZE";

    public override IReadOnlyList<EnvelopeParameter> MailParameters { get; } = [new Parameter()];

    public override string? Advertise(SmtpSession session, SmtpProtocol protocol) => protocol.Limits.MessageBytes > 0
        ? string.Create(CultureInfo.InvariantCulture, $"SIZE {protocol.Limits.MessageBytes}")
        : Keyword;

    /// <summary><code>size-value = 1*20DIGIT</code></summary>
    private sealed class Parameter() : EnvelopeParameter("SIZE", takesValue: true)
    {
        public override SmtpReply? Apply(ReadOnlySpan<byte> value, EnvelopePart part, SmtpServerEngine engine)
        {
            if (value.Length > 20 || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                return SmtpReplies.BadParameter;
            var limit = engine.Protocol.Limits.MessageBytes;
            var fits = new Cursor(value).TryReadNumber(out var bytes);
            if (limit > 0 && (!fits || bytes > limit))
                return SmtpReplies.MessageTooBig;
            part.Set(new DeclaredSize(fits ? bytes : long.MaxValue));
            return null;
        }
    }
}

/// <summary>What the client said the message would have, in octets. It is a promise, not a measure.</summary>
public sealed record DeclaredSize(long MessageBytes);
