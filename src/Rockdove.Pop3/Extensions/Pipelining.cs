namespace Rockdove.Pop3;

/// <summary>
/// PIPELINING (RFC 2449 section 6.6). Nothing to do but say so: replies keep their order because one question is
/// open at a time.
/// </summary>
public sealed class Pipelining : Pop3Extension
{
    public override string Tag => "PIPELINING";
}
