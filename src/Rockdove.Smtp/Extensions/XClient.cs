using System.Globalization;
using System.Net;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// XCLIENT, as Postfix has it (XCLIENT_README): a trusted proxy says who its client is. Offered to trusted peers
/// only; what
/// it says replaces what the connection shows, and the session begins anew with a 220.
/// <code>xclient = "XCLIENT" 1*( SP attribute-name "=" xtext )</code>
/// </summary>
public sealed class XClient : SmtpExtension
{
    public override string Keyword => "XCLIENT";

    public override IReadOnlyList<SmtpVerb> Verbs { get; } = [new Verb()];

    public override string? Advertise(SmtpSession session, SmtpProtocol protocol) =>
        session.IsTrustedPeer ? "XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT" : null;

    private sealed class Verb() : SmtpVerb("XCLIENT", SmtpPhase.Connected | SmtpPhase.Greeted)
    {
        public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument)
        {
            if (!engine.Session.IsTrustedPeer)
                engine.Reply(SmtpReplies.NotTrusted);
            else if (!TryRead(argument, out var client))
                engine.Reply(SmtpReplies.SyntaxError);
            else
                engine.Restart(client);
        }

        private static bool TryRead(ReadOnlySpan<byte> argument, out ClientOverride client)
        {
            client = new ClientOverride();
            var cursor = new Cursor(argument);
            while (!cursor.AtEnd)
            {
                var name = cursor.ReadUntil((byte)'=');
                if (!cursor.Accept((byte)'=') || !Xtext.TryDecode(cursor.ReadUntil((byte)' '), out var value)
                    || value.Length == 0 || !client.TrySet(Encoding.ASCII.GetString(name).ToUpperInvariant(), value))
                    return false;
                cursor.AcceptAll((byte)' ');
            }

            return !argument.IsEmpty;
        }
    }
}

/// <summary>
/// What a trusted proxy says of its client. Null: it did not say, or does not know. An address that it does not know is
/// nobody's, and above all not the proxy's own, which is trusted.
/// </summary>
internal sealed class ClientOverride
{
    public bool SaysAddress { get; private set; }
    public IPAddress? Address { get; private set; }
    public int? Port { get; private set; }
    public string? Name { get; private set; }
    public string? Login { get; private set; }

    public bool TrySet(string attribute, string value)
    {
        var isUnknown = value is "[UNAVAILABLE]" or "[TEMPUNAVAIL]";
        switch (attribute)
        {
            case "ADDR":
                const string Tag = "IPV6:";
                var text = value.StartsWith(Tag, StringComparison.OrdinalIgnoreCase) ? value[Tag.Length..] : value;
                if (!isUnknown && !IPAddress.TryParse(text, out _))
                    return false;
                SaysAddress = true;
                Address = isUnknown ? null : IPAddress.Parse(text);
                return true;
            case "PORT" or "DESTPORT":
                if (!isUnknown && !IsPort(value))
                    return false;
                if (attribute == "PORT")
                    Port = isUnknown ? 0 : int.Parse(value, CultureInfo.InvariantCulture);
                return true;
            case "NAME":
                Name = isUnknown ? null : value;
                return true;
            case "LOGIN":
                Login = isUnknown ? null : value;
                return true;
            case "PROTO":
                return value.ToUpperInvariant() is "SMTP" or "ESMTP" || isUnknown;
            case "HELO" or "DESTADDR":
                return true; // The client will say EHLO again; where it wanted to go does not matter here.
            default:
                return false;
        }
    }

    private static bool IsPort(string value) =>
        ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
