using System.Text.Json;
using Rockdove.Mime;

namespace Rockdove.Cli;

/// <summary>One SARIF 2.1.0 log at the end, as code scanning takes it.</summary>
internal sealed class SarifFormat(TextWriter output) : LintFormat
{
    private readonly List<SarifResult> _results = [];
    private readonly SortedDictionary<string, SarifRule> _rules = new(StringComparer.Ordinal);

    public override void Add(string file, IReadOnlyList<LintDefect> defects)
    {
        foreach (var defect in defects)
        {
            var rule = defect.Rule;
            _rules.TryAdd(rule.Id, new SarifRule(rule.Id, new SarifMessage(rule.Message)));
            _results.Add(new SarifResult(
                rule.Id,
                "warning",
                new SarifMessage($"{rule.Message} [{defect.Section}]"),
                [new SarifLocation(new SarifPhysicalLocation(
                    new SarifArtifactLocation(Uri(file)),
                    new SarifRegion(defect.Line, defect.Column, defect.Offset)))]));
        }
    }

    public override void End()
    {
        SarifTool tool = new(new SarifDriver("rockdove lint", Version, [.. _rules.Values]));
        SarifLog log = new(Schema, "2.1.0", [new SarifRun(tool, "utf16CodeUnits", _results)]);
        output.WriteLine(JsonSerializer.Serialize(log, SarifContext.Default.SarifLog));
    }

    // A path as a URI reference (SARIF section 3.4.3); whoever reads it knows where it is relative to.
    private static string Uri(string file)
    {
        if (file == "-")
            return "stdin";
        var path = file.Replace(Path.DirectorySeparatorChar, '/');
        return Path.IsPathRooted(file)
            ? new Uri(file).AbsoluteUri
            : string.Join('/', path.Split('/').Select(System.Uri.EscapeDataString));
    }

    private static readonly string Version = typeof(SarifFormat).Assembly.GetName().Version!.ToString(3);

    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
}
