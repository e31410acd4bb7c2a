using System.Globalization;
using System.Text;

namespace Rockdove.Web;

/// <summary>Prometheus' text format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new();

    public static string Type => "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>What follows is of this metric.</summary>
    public void Begin(string name, string type, string help) => _text
        .Append("# HELP ").Append(name).Append(' ')
        .Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
        .Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    /// <param name="name">Of the metric.</param>
    /// <param name="labels">As they are written: <c>a="b",c="d"</c>.</param>
    /// <param name="value">Its value.</param>
    public void Add(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
            _text.Append('{').Append(labels).Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>A metric of one value.</summary>
    public void Add(string name, string type, string help, double value)
    {
        Begin(name, type, help);
        Add(name, "", value);
    }

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    public override string ToString() => _text.ToString();
}
