namespace Rockdove.Daemon;

/// <summary>Where a collector of OpenTelemetry is, as people write it: <c>http://127.0.0.1:4318</c>.</summary>
public static class CollectorAddress
{
    /// <summary>Reads one; null when it is none.</summary>
    public static Uri? TryRead(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address is { Scheme: "http" or "https", Host.Length: > 0, UserInfo: "", Fragment: "" }
            ? address
            : null;

    /// <summary>Says what is wrong with one; what may hold a password or a key is not shown.</summary>
    /// <param name="name">The option, key or variable that has it.</param>
    /// <param name="text">What was read.</param>
    public static string Refusal(string name, string text)
    {
        var shown = text.AsSpan().IndexOfAny('@', '?') < 0 ? $"is '{text}'" : "has a value that is not allowed";
        return $"{name} {shown}; allowed is the address of a collector, http:// or https:// with a host, a port and a "
            + "path, such as http://127.0.0.1:4318, and no user: tokens are for OTEL_EXPORTER_OTLP_HEADERS";
    }
}
