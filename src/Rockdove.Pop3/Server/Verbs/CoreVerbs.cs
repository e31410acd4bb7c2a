namespace Rockdove.Pop3;

/// <summary>The verbs that every server has: RFC 1939 without what it calls optional, and CAPA.</summary>
internal static class CoreVerbs
{
    public static readonly Pop3Verb[] All =
        [new Capa(), new Stat(), new List(), new Retr(), new Dele(), new Noop(), new Rset(), new Quit()];
}
