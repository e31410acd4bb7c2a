namespace Rockdove.Smtp;

/// <summary>Ready-made lists of extensions.</summary>
public static class SmtpExtensions
{
    /// <summary>What every server can offer without further settings.</summary>
    public static IReadOnlyList<SmtpExtension> Standard { get; } =
    [
        new Pipelining(), new Size(), new EightBitMime(), new SmtpUtf8(), new EnhancedStatusCodes(), new Chunking(),
        new DeliveryStatus(), new Limits(),
    ];
}
