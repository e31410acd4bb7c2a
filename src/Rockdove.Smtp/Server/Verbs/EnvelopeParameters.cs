using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// The parameters of MAIL and RCPT (RFC 5321 section 4.1.2).
/// <code>
/// esmtp-param = esmtp-keyword ["=" esmtp-value]
/// esmtp-value = 1*(%d33-60 / %d62-126)            ; with SMTPUTF8, UTF-8 as well (RFC 6531 section 3.3)
/// </code>
/// </summary>
internal static class EnvelopeParameters
{
    /// <summary>
    /// Reads all of them, and has each leave what it means. Null when all are good; else the refusal.
    /// </summary>
    public static SmtpReply? Read(ref Cursor cursor, EnvelopePart part, SmtpServerEngine engine)
    {
        var protocol = engine.Protocol;
        ulong seen = 0;
        while (cursor.AcceptAll((byte)' '))
        {
            if (!cursor.TryReadRun(KeywordOctets, out var keyword))
                return SmtpReplies.SyntaxError;
            var hasValue = cursor.Accept((byte)'=');
            var value = cursor.ReadUntil((byte)' ');
            if (!hasValue && !value.IsEmpty)
                return SmtpReplies.SyntaxError;
            var parameter = protocol.FindParameter(keyword, part, out var index);
            if (parameter is null || !parameter.IsOffered(engine.Session))
            {
                if (protocol.Allows(SmtpLeniencies.UnknownParameters))
                    continue;
                return SmtpReplies.UnknownParameter;
            }

            if ((seen & (1UL << index)) != 0)
                return SmtpReplies.RepeatedParameter;
            seen |= 1UL << index;
            if (hasValue != parameter.TakesValue || (hasValue && !IsValue(value)))
                return SmtpReplies.BadParameter;
            if (parameter.Apply(value, part, engine) is { } refusal)
                return refusal;
        }

        return cursor.AtEnd ? null : SmtpReplies.SyntaxError;
    }

    private static bool IsValue(ReadOnlySpan<byte> value) =>
        !value.IsEmpty && !value.Contains((byte)'=') && value.IndexOfAnyInRange((byte)0, (byte)' ') < 0
        && !value.Contains((byte)0x7F);

    private static readonly SearchValues<byte> KeywordOctets = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"u8);
}
