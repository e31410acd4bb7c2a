namespace Rockdove.Smtp;

/// <summary>ENHANCEDSTATUSCODES (RFC 2034). Without it replies go out without their enhanced status.</summary>
public sealed class EnhancedStatusCodes : SmtpExtension
{
    public override string Keyword => "ENHANCEDSTATUSCODES";
}
