using System.Buffers;
using System.Globalization;
using System.Text;

namespace Rockdove.Smtp;

/// <summary>
/// Writes commands. Whatever is not a constant was checked where it came in (<see cref="OutgoingPath"/>,
/// <see cref="ReportParameters"/>, <see cref="SmtpClientOptions.HelloName"/>): no CR, LF or NUL gets here.
/// </summary>
internal static class CommandLines
{
    public static void WriteHello(IBufferWriter<byte> output, ReadOnlySpan<byte> verb, string name)
    {
        output.Write(verb);
        output.Write(" "u8);
        Write(output, name);
        output.Write("\r\n"u8);
    }

    public static void WriteLine(IBufferWriter<byte> output, string line)
    {
        Write(output, line);
        output.Write("\r\n"u8);
    }

    /// <summary>MAIL with those parameters that the server offers. True when DSN parameters are among them.</summary>
    public static bool WriteMail(
        IBufferWriter<byte> output, OutgoingEnvelope envelope, SmtpCapabilities capabilities, bool isUtf8)
    {
        output.Write("MAIL FROM:<"u8);
        Write(output, envelope.ReversePath);
        output.Write(">"u8);
        if (envelope.MessageBytes is { } size && capabilities.Offers("SIZE"))
        {
            output.Write(" SIZE="u8);
            Write(output, size);
        }

        if (envelope.Body == OutgoingBody.BinaryMime)
            output.Write(" BODY=BINARYMIME"u8);
        else if (envelope.Body == OutgoingBody.EightBitMime && capabilities.Offers("8BITMIME"))
            output.Write(" BODY=8BITMIME"u8);
        if (isUtf8)
            output.Write(" SMTPUTF8"u8);
        if (envelope.RequiresTls)
            output.Write(" REQUIRETLS"u8);
        var passesDsn = capabilities.Offers("DSN") && WriteReport(output, envelope);
        output.Write("\r\n"u8);
        return passesDsn;
    }

    /// <summary>RCPT with those parameters that the server offers. True when DSN parameters are among them.</summary>
    public static bool WriteRecipient(
        IBufferWriter<byte> output, OutgoingRecipient recipient, SmtpCapabilities capabilities)
    {
        output.Write("RCPT TO:<"u8);
        Write(output, recipient.ForwardPath);
        output.Write(">"u8);
        var passesDsn = capabilities.Offers("DSN") && WriteNotify(output, recipient);
        output.Write("\r\n"u8);
        return passesDsn;
    }

    public static void WriteChunk(IBufferWriter<byte> output, int length, bool isLast)
    {
        output.Write("BDAT "u8);
        Write(output, length);
        output.Write(isLast ? " LAST\r\n"u8 : "\r\n"u8);
    }

    private static bool WriteReport(IBufferWriter<byte> output, OutgoingEnvelope envelope)
    {
        if (envelope.Return != OutgoingReturn.Unspecified)
            output.Write(envelope.Return == OutgoingReturn.Full ? " RET=FULL"u8 : " RET=HDRS"u8);
        if (envelope.EnvelopeId is { } id)
        {
            output.Write(" ENVID="u8);
            Write(output, Xtext.Encode(id));
        }

        return envelope.Return != OutgoingReturn.Unspecified || envelope.EnvelopeId is not null;
    }

    private static bool WriteNotify(IBufferWriter<byte> output, OutgoingRecipient recipient)
    {
        if (recipient.Notify != OutgoingNotify.Unspecified)
        {
            output.Write(" NOTIFY="u8);
            Write(output, NotifyText(recipient.Notify));
        }

        if (recipient.OriginalRecipient is { } original)
        {
            output.Write(" ORCPT="u8);
            Write(output, ReportParameters.Encode(original));
        }

        return recipient.Notify != OutgoingNotify.Unspecified || recipient.OriginalRecipient is not null;
    }

    private static string NotifyText(OutgoingNotify notify) => string.Join(',', NotifyWords
        .Where(word => notify.HasFlag(word.Flag))
        .Select(word => word.Word));

    private static void Write(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);

    private static void Write(IBufferWriter<byte> output, long number)
    {
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        output.Write(digits[..length]);
    }

    private static readonly (OutgoingNotify Flag, string Word)[] NotifyWords =
    [
        (OutgoingNotify.Never, "NEVER"),
        (OutgoingNotify.Success, "SUCCESS"),
        (OutgoingNotify.Failure, "FAILURE"),
        (OutgoingNotify.Delay, "DELAY"),
    ];
}
