using System.Buffers;
using System.Text;

namespace Rockdove.Smtp;

/// <summary>
/// DSN (RFC 3461): RET and ENVID on MAIL, NOTIFY and ORCPT on RCPT. They are kept for whoever relays or reports.
/// </summary>
public sealed class DeliveryStatus : SmtpExtension
{
    public override string Keyword => "DSN";

    public override IReadOnlyList<EnvelopeParameter> MailParameters { get; } = [new Ret(), new EnvId()];

    public override IReadOnlyList<EnvelopeParameter> RecipientParameters { get; } = [new Notify(), new Orcpt()];

    /// <summary>Section 4.3: how much of the message comes back with a failure.</summary>
    private sealed class Ret() : EnvelopeParameter("RET", takesValue: true)
    {
        public override SmtpReply? Apply(ReadOnlySpan<byte> value, EnvelopePart part, SmtpServerEngine engine)
        {
            var full = Ascii.EqualsIgnoreCase(value, "FULL"u8);
            if (!full && !Ascii.EqualsIgnoreCase(value, "HDRS"u8))
                return SmtpReplies.BadParameter;
            part.Set(new DsnReturn(full));
            return null;
        }
    }

    /// <summary>Section 4.4: at most 100 characters of xtext.</summary>
    private sealed class EnvId() : EnvelopeParameter("ENVID", takesValue: true)
    {
        public override SmtpReply? Apply(ReadOnlySpan<byte> value, EnvelopePart part, SmtpServerEngine engine)
        {
            if (value.Length > 100 || !Xtext.TryDecode(value, out var id))
                return SmtpReplies.BadParameter;
            part.Set(new DsnEnvelopeId(id));
            return null;
        }
    }

    /// <summary>Section 4.1: NEVER alone, or any of SUCCESS, FAILURE and DELAY, each once.</summary>
    private sealed class Notify() : EnvelopeParameter("NOTIFY", takesValue: true)
    {
        public override SmtpReply? Apply(ReadOnlySpan<byte> value, EnvelopePart part, SmtpServerEngine engine)
        {
            var notify = DsnEvents.None;
            foreach (var range in value.Split((byte)','))
            {
                var word = value[range];
                var one = Ascii.EqualsIgnoreCase(word, "NEVER"u8) ? DsnEvents.Never
                    : Ascii.EqualsIgnoreCase(word, "SUCCESS"u8) ? DsnEvents.Success
                    : Ascii.EqualsIgnoreCase(word, "FAILURE"u8) ? DsnEvents.Failure
                    : Ascii.EqualsIgnoreCase(word, "DELAY"u8) ? DsnEvents.Delay
                    : DsnEvents.None;
                if (one == DsnEvents.None || (notify & one) != 0)
                    return SmtpReplies.BadParameter;
                notify |= one;
            }

            if ((notify & DsnEvents.Never) != 0 && notify != DsnEvents.Never)
                return SmtpReplies.BadParameter;
            part.Set(new DsnNotify(notify));
            return null;
        }
    }

    /// <summary>
    /// Section 4.2: the address the sender first wrote, <c>addr-type ";" xtext</c>, at most 500 characters. For utf-8
    /// addresses RFC 6533 section 3 has its own encoding, of which xtext is a part.
    /// </summary>
    private sealed class Orcpt() : EnvelopeParameter("ORCPT", takesValue: true)
    {
        public override SmtpReply? Apply(ReadOnlySpan<byte> value, EnvelopePart part, SmtpServerEngine engine)
        {
            var semicolon = value.IndexOf((byte)';');
            if (semicolon < 1 || value.Length > 500)
                return SmtpReplies.BadParameter;
            var type = value[..semicolon];
            var address = value[(semicolon + 1)..];
            string text;
            if (Ascii.EqualsIgnoreCase(type, "utf-8"u8) && System.Text.Unicode.Utf8.IsValid(address))
                text = Encoding.UTF8.GetString(address);
            else if (address.IsEmpty || type.ContainsAny(TypeDelimiters) || !Xtext.TryDecode(address, out text))
                return SmtpReplies.BadParameter;
            part.Set(new DsnOriginalRecipient(Encoding.ASCII.GetString(type), text));
            return null;
        }

        private static readonly SearchValues<byte> TypeDelimiters = SearchValues.Create(" ()<>@,;:\\\"/[]?="u8);
    }
}

/// <summary>RET: the whole message or its headers come back with a failure.</summary>
public sealed record DsnReturn(bool IsFull);

/// <summary>ENVID, decoded.</summary>
public sealed record DsnEnvelopeId(string Id);

/// <summary>NOTIFY.</summary>
public sealed record DsnNotify(DsnEvents Events);

/// <summary>ORCPT: the address type, and the address decoded.</summary>
public sealed record DsnOriginalRecipient(string Type, string Address);

/// <summary>What to tell the sender about a recipient.</summary>
[Flags]
public enum DsnEvents
{
    None = 0,
    Never = 1,
    Success = 2,
    Failure = 4,
    Delay = 8,
}
