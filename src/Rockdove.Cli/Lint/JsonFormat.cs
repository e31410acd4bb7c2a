using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rockdove.Mime;

namespace Rockdove.Cli;

/// <summary>One object a message, one a line.</summary>
internal sealed class JsonFormat(TextWriter output) : LintFormat
{
    public override void Add(string file, IReadOnlyList<LintDefect> defects)
    {
        LintJson json = new(file, [.. defects.Select(defect => new DefectJson(
            defect.Offset, defect.Line, defect.Column, defect.Rule.Id, defect.Rule.Message, defect.Section))]);
        output.WriteLine(JsonSerializer.Serialize(json, Readable.LintJson));
    }

    // Messages have apostrophes; only within HTML would they have to be escaped.
    private static readonly LintJsonContext Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

internal sealed record LintJson(string File, IReadOnlyList<DefectJson> Defects);

internal sealed record DefectJson(int Offset, int Line, int Column, string Rule, string Message, string Section);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LintJson))]
internal sealed partial class LintJsonContext : JsonSerializerContext;
