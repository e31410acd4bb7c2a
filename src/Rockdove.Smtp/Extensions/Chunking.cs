using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>CHUNKING (RFC 3030 section 2): BDAT, the message in counted pieces.</summary>
public sealed class Chunking : SmtpExtension
{
    public override string Keyword => "CHUNKING";

    public override IReadOnlyList<SmtpVerb> Verbs { get; } = [new Bdat()];

    /// <summary>
    /// <code>bdat-cmd = "BDAT" SP chunk-size [SP "LAST"] CRLF ; chunk-size = 1*DIGIT</code>
    /// Whatever is wrong, the announced octets are consumed; when their number cannot be read, the connection closes.
    /// </summary>
    private sealed class Bdat() : SmtpVerb("BDAT", SmtpPhase.Any)
    {
        public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument)
        {
            if (!TryRead(argument, out var octets, out var isLast))
                engine.Close(SmtpReplies.BadChunkSize);
            else if (WhyNot(engine) is { } refusal)
                engine.Discard(octets, isLast, refusal);
            else
                engine.ReceiveChunk(octets, isLast);
        }

        public override void Refuse(SmtpServerEngine engine, ReadOnlySpan<byte> argument, SmtpReply reply)
        {
            if (TryRead(argument, out var octets, out var isLast))
                engine.Discard(octets, isLast, reply);
            else
                engine.Close(argument.IsEmpty ? reply : SmtpReplies.BadChunkSize);
        }

        private static SmtpReply? WhyNot(SmtpServerEngine engine)
        {
            if (engine.Session.Envelope is not { } envelope)
                return engine.Session.HelloName is null ? SmtpReplies.HelloFirst : SmtpReplies.MailFirst;
            if (engine.HasFailedChunk)
                return SmtpReplies.TransactionFailed;
            return envelope.Recipients.Count == 0 && !engine.Protocol.Allows(SmtpLeniencies.DataWithoutRecipients)
                ? SmtpReplies.NoRecipients
                : null;
        }

        private static bool TryRead(ReadOnlySpan<byte> argument, out long octets, out bool isLast)
        {
            var cursor = new Cursor(argument);
            isLast = false;
            if (!cursor.TryReadNumber(out octets))
                return false;
            if (cursor.AtEnd)
                return true;
            isLast = true;
            return cursor.AcceptAll((byte)' ') && Ascii.EqualsIgnoreCase(cursor.Rest, "LAST"u8);
        }
    }
}
