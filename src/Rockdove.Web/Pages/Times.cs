using System.Globalization;

namespace Rockdove.Web;

/// <summary>Moments and sizes as people read them.</summary>
internal static class Times
{
    /// <summary>In UTC; the script changes it to the reader's own time.</summary>
    public static Markup Of(DateTimeOffset moment)
    {
        var utc = moment.ToUniversalTime();
        var machine = utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var person = utc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return new Markup().Add($"""<time datetime="{machine}">{person}</time>""");
    }

    public static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0.#} MB"),
    };
}
