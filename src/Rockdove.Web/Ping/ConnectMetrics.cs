using System.Globalization;
using System.Text;
using Rockdove.Prober;

namespace Rockdove.Web;

/// <summary>
/// One look at a port in Prometheus' text format, with the names that its blackbox exporter has. What was seen is no
/// label: each new text would be a new series.
/// </summary>
internal static class ConnectMetrics
{
    public static string Of(CheckReport report)
    {
        var text = new StringBuilder();
        Begin("probe_success", "Whether everything was in order, notices and warnings aside.");
        Add($"probe_success {(report.Worst < CheckStatus.Fail ? 1 : 0)}\n");
        Begin("probe_duration_seconds", "How long it took.");
        Add($"probe_duration_seconds {report.Elapsed.TotalSeconds:0.######}\n");
        Begin("probe_check_status", "0 ok, 1 notice, 2 warning, 3 fail, 4 error, 5 untested.");
        foreach (var result in report.Results)
        {
            text.Append("probe_check_status{check=\"").Append(Escaped(result.Check)).Append("\",subject=\"")
                .Append(Escaped(result.Subject)).Append("\"} ");
            Add($"{(int)result.Status}\n");
        }

        return text.ToString();

        void Begin(string name, string help) => text.Append("# HELP ").Append(name).Append(' ').Append(help)
            .Append("\n# TYPE ").Append(name).Append(" gauge\n");

        void Add(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture));
    }

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
