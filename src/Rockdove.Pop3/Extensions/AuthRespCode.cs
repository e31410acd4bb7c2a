namespace Rockdove.Pop3;

/// <summary>
/// AUTH-RESP-CODE (RFC 3206): a refusal says whether the password was wrong (<c>[AUTH]</c>) or the server has trouble
/// (<c>[SYS/TEMP]</c>, <c>[SYS/PERM]</c>), so that a client need not ask a person for another password.
/// </summary>
public sealed class AuthRespCode : Pop3Extension
{
    public override string Tag => "AUTH-RESP-CODE";
}
