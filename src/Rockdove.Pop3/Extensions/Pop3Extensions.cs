namespace Rockdove.Pop3;

/// <summary>Ready-made lists of extensions.</summary>
public static class Pop3Extensions
{
    /// <summary>What every server can offer without further settings.</summary>
    public static IReadOnlyList<Pop3Extension> Standard { get; } =
    [
        new Top(), new Uidl(), new User(), new Pipelining(), new RespCodes(), new AuthRespCode(), new Utf8(),
        new Lang(), new Expire(), new Implementation(),
    ];
}
