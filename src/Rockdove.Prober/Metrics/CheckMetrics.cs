namespace Rockdove.Prober;

/// <summary>What the results know of checks, certificates and clocks, as metrics.</summary>
internal static class CheckMetrics
{
    public static void Set(MetricValues values, ProbeReader reader)
    {
        values.Clear(MetricFamilies.CheckStatus);
        foreach (var check in reader.Checks())
            values.Set(MetricFamilies.CheckStatus, check.Status, check.Subject, check.Check);
        values.Clear(MetricFamilies.Tls);
        foreach (var seen in reader.Certificates())
        {
            values.Set(MetricFamilies.CertificateEnd, seen.ChainEnds.ToUnixTimeSeconds(), seen.Endpoint);
            values.Set(MetricFamilies.Tls, 1, seen.Endpoint, seen.Version, seen.Cipher);
            values.Set(MetricFamilies.ChainValid, seen.IsChainTrusted ? 1 : 0, seen.Endpoint);
            values.Set(MetricFamilies.NameMatches, seen.IsNameRight ? 1 : 0, seen.Endpoint);
        }

        values.Clear(MetricFamilies.ClockOffset);
        foreach (var clock in reader.Clocks())
            values.Set(MetricFamilies.ClockOffset, clock.OffsetSeconds, clock.Host, clock.Method);
        values.Set(MetricFamilies.DatabaseSize, reader.DatabaseBytes());
    }
}
