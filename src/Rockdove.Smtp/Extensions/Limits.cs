using System.Globalization;

namespace Rockdove.Smtp;

/// <summary>LIMITS (RFC 9422): tells clients the numbers, so that they need not run into them.</summary>
public sealed class Limits : SmtpExtension
{
    public override string Keyword => "LIMITS";

    public override string? Advertise(SmtpSession session, SmtpProtocol protocol)
    {
        var limits = protocol.Limits;
        var mails = limits.Transactions > 0 ? $"MAILMAX={limits.Transactions} " : "";
        return string.Create(CultureInfo.InvariantCulture, $"LIMITS {mails}RCPTMAX={limits.Recipients}");
    }
}
