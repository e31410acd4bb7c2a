using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Rockdove.Web;

/// <summary>
/// What is wrong with JSON that somebody wrote, in words of theirs: no types, and places counted from 1.
/// </summary>
public static class JsonMistake
{
    /// <summary>Says what could not be read, and where.</summary>
    /// <param name="json">What was read.</param>
    /// <param name="type">What it was read as.</param>
    /// <param name="error">What came of it.</param>
    public static string Describe(ReadOnlyMemory<byte> json, JsonTypeInfo type, JsonException error)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(error);
        var place = $"line {error.LineNumber.GetValueOrDefault() + 1}, "
            + $"column {error.BytePositionInLine.GetValueOrDefault() + 1}";
        return $"{place}: {What(json, type, error)}";
    }

    private static string What(ReadOnlyMemory<byte> json, JsonTypeInfo type, JsonException error)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions
            {
                AllowTrailingCommas = type.Options.AllowTrailingCommas,
                CommentHandling = type.Options.ReadCommentHandling,
                MaxDepth = type.Options.MaxDepth,
            });
            if (FindUnknown(document.RootElement, type, "") is { } unknown)
                return unknown;
        }
        catch (JsonException syntax)
        {
            return syntax.Message.Split(Place, 2)[0];
        }

        var path = error.Path is { Length: > 1 } found ? found[1..].TrimStart('.') : "it";
        return $"{path} has a value that is not allowed there.";
    }

    /// <summary>The serializer tells the type of a property that it does not know, and not those that it
    /// knows.</summary>
    private static string? FindUnknown(JsonElement value, JsonTypeInfo type, string path)
    {
        switch (value.ValueKind, type.Kind)
        {
            case (JsonValueKind.Object, JsonTypeInfoKind.Object):
                foreach (var property in value.EnumerateObject())
                {
                    var at = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                    if (type.Properties.FirstOrDefault(one => one.Name == property.Name) is not { } known)
                    {
                        return $"there is no property '{at}'; allowed are: "
                            + $"{string.Join(", ", type.Properties.Select(one => one.Name))}.";
                    }

                    if (FindUnknown(property.Value, type.Options.GetTypeInfo(known.PropertyType), at) is { } unknown)
                        return unknown;
                }

                return null;
            case (JsonValueKind.Array, JsonTypeInfoKind.Enumerable) when type.ElementType is { } element:
                return value.EnumerateArray()
                    .Select((one, at) => FindUnknown(one, type.Options.GetTypeInfo(element), $"{path}[{at}]"))
                    .FirstOrDefault(unknown => unknown is not null);
            default:
                return null;
        }
    }

    /// <summary>Behind what is wrong, the parser says where: counted from 0, in words of its own.</summary>
    private const string Place = " LineNumber: ";
}
