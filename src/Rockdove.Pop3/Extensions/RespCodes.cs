namespace Rockdove.Pop3;

/// <summary>
/// RESP-CODES (RFC 2449 section 6.4): a refusal may begin with a code in brackets, as <c>[IN-USE]</c>.
/// </summary>
public sealed class RespCodes : Pop3Extension
{
    public override string Tag => "RESP-CODES";
}
