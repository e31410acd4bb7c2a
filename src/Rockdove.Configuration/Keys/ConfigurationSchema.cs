using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rockdove.Configuration;

/// <summary>
/// The JSON schema of a configuration, for editors. Keys of other programs are not in it.
/// </summary>
public static class ConfigurationSchema
{
    /// <summary>The schema as a text with LF at each end of line.</summary>
    /// <param name="title">What the configuration is of.</param>
    /// <param name="keys">All keys; those of other programs are left out.</param>
    public static string Text(string title, IEnumerable<ConfigurationKey> keys)
    {
        using var octets = new MemoryStream();
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // It is a file, not a page.
        };
        using (var json = new Utf8JsonWriter(octets, options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", title);
            WriteSection(json, [.. keys.Where(key => !key.IsForeign)], 0);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(octets.ToArray()) + "\n";
    }

    /// <summary>The members of one section: keys that share their first <paramref name="depth"/> names.</summary>
    private static void WriteSection(Utf8JsonWriter json, IReadOnlyList<ConfigurationKey> keys, int depth)
    {
        json.WriteString("type", "object");
        var groups = keys.GroupBy(key => key.Path.Split(':')[depth]).ToList();
        if (groups.Where(group => group.Key != "*").ToList() is { Count: > 0 } named)
        {
            json.WriteStartObject("properties");
            foreach (var group in named)
            {
                json.WriteStartObject(group.Key);
                WriteMember(json, [.. group], depth);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        if (groups.FirstOrDefault(group => group.Key == "*") is { } any)
        {
            json.WriteStartObject("additionalProperties");
            WriteMember(json, [.. any], depth);
            json.WriteEndObject();
        }
        else
        {
            json.WriteBoolean("additionalProperties", false);
        }
    }

    private static void WriteMember(Utf8JsonWriter json, IReadOnlyList<ConfigurationKey> keys, int depth)
    {
        var value = keys.FirstOrDefault(key => key.Path.Split(':').Length == depth + 1);
        var below = keys.Where(key => key != value).ToList();
        if (below.Count == 0)
        {
            WriteValue(json, value!);
            return;
        }

        if (value is null)
        {
            WriteSection(json, below, depth + 1);
            return;
        }

        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        WriteValue(json, value);
        json.WriteEndObject();
        json.WriteStartObject();
        WriteSection(json, below, depth + 1);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, ConfigurationKey key)
    {
        var more = key.Default is null ? "" : $" Default: {key.Default}.";
        json.WriteString("description", key.Summary + more);
        switch (key.Kind)
        {
            case ConfigurationValueKind.Switch:
                json.WriteString("type", "boolean");
                break;
            case ConfigurationValueKind.Number:
                json.WriteString("type", "integer");
                json.WriteNumber("minimum", key.Least);
                if (key.Most < int.MaxValue)
                    json.WriteNumber("maximum", key.Most);
                break;
            case ConfigurationValueKind.Seconds:
                json.WriteString("type", "number");
                json.WriteNumber("minimum", key.Least);
                json.WriteNumber("maximum", ConfigurationKey.MostSeconds);
                break;
            case ConfigurationValueKind.Share:
                json.WriteString("type", "number");
                json.WriteNumber("minimum", 0);
                json.WriteNumber("maximum", 1);
                break;
            case ConfigurationValueKind.List:
                json.WriteStartArray("type");
                json.WriteStringValue("array");
                json.WriteStringValue("string");
                json.WriteEndArray();
                json.WriteStartObject("items");
                json.WriteString("type", "string");
                json.WriteEndObject();
                break;
            case ConfigurationValueKind.Choice:
                json.WriteStartArray("enum");
                foreach (var choice in key.Choices)
                    json.WriteStringValue(choice);
                json.WriteEndArray();
                break;
            default:
                json.WriteString("type", "string");
                json.WriteNumber("minLength", 1);
                break;
        }
    }
}
