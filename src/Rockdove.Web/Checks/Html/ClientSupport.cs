using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rockdove.Web;

/// <summary>
/// What mail clients support of HTML and CSS: the tables of caniemail.com, read when they are first needed.
/// </summary>
internal sealed class ClientSupport
{
    private static readonly Lazy<ClientSupport> Read = new(Load);

    private ClientSupport(SupportFile file)
    {
        Source = file.Source;
        Date = file.Date;
        Features = [.. file.Features.Select(feature => SupportedFeature.Of(feature, file))];
        var platforms = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var platform in Features.SelectMany(one => one.Clients).GroupBy(client => client.Platform))
        {
            platforms.Add(
                platform.Key,
                [.. platform.Select(client => file.Families[client.Family]).Distinct().Order(StringComparer.Ordinal)]);
        }

        Platforms = platforms;
    }

    public static ClientSupport Current => Read.Value;

    /// <summary>Package, version and licence.</summary>
    public string Source { get; }

    /// <summary>When it was last changed.</summary>
    public string Date { get; }

    public IReadOnlyList<SupportedFeature> Features { get; }

    /// <summary>The clients of each platform, by their names.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Platforms { get; }

    private static ClientSupport Load()
    {
        using var stream = typeof(ClientSupport).Assembly.GetManifestResourceStream("caniemail.json")!;
        return new(JsonSerializer.Deserialize(stream, SupportJson.Default.SupportFile)!);
    }
}

/// <summary>The file that <c>eng/caniemail</c> writes.</summary>
internal sealed record SupportFile(
    string Source,
    string Date,
    IReadOnlyDictionary<string, string> Families,
    IReadOnlyDictionary<string, string> Platforms,
    IReadOnlyList<FeatureLine> Features);

internal sealed record FeatureLine(
    string Slug,
    string Title,
    string Description,
    string Category,
    IReadOnlyList<string> Tags,
    string Keywords,
    string Stats,
    IReadOnlyDictionary<string, string> Notes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SupportFile))]
internal sealed partial class SupportJson : JsonSerializerContext;
