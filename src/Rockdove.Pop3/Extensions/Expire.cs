using System.Globalization;

namespace Rockdove.Pop3;

/// <summary>EXPIRE (RFC 2449 section 6.7): how long messages stay. The host holds to it; this only says so.</summary>
/// <param name="days">Whole days; 0 means that what was retrieved goes at QUIT; null is never.</param>
public sealed class Expire(int? days = null) : Pop3Extension
{
    private readonly string _line = days switch
    {
        null => "EXPIRE NEVER",
        < 0 => throw new ArgumentOutOfRangeException(nameof(days), days, "Days, or null."),
        _ => string.Create(CultureInfo.InvariantCulture, $"EXPIRE {days}"),
    };

    public override string Tag => "EXPIRE";

    public override string Announce(Pop3Session session, Pop3Protocol protocol) => _line;
}
