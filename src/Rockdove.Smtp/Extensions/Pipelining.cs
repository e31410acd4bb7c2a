namespace Rockdove.Smtp;

/// <summary>
/// PIPELINING (RFC 2920). Nothing to do but say so: replies keep their order because one question is open at a time.
/// </summary>
public sealed class Pipelining : SmtpExtension
{
    public override string Keyword => "PIPELINING";
}
