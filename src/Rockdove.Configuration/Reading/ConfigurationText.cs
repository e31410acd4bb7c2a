using System.Text;
using System.Text.Json;

namespace Rockdove.Configuration;

/// <summary>Reads one file of a configuration: JSON with comments and trailing commas.</summary>
internal static class ConfigurationText
{
    /// <summary>The section that the text is.</summary>
    /// <param name="text">What stands in the file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="folder">Where it lies.</param>
    /// <exception cref="ConfigurationException">It is no JSON, or no section.</exception>
    public static ConfigurationNode Read(string text, string name, string folder)
    {
        var json = CommentBlanks.Of(text, out var openAt);
        if (openAt >= 0)
            throw Mistake(name, text.AsSpan(0, openAt).Count('\n') + 1, "a comment /* has no end */");
        var octets = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(octets, new JsonReaderOptions { AllowTrailingCommas = true, MaxDepth = 16 });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw Mistake(name, 1, "it begins with { and ends with }");
            var lines = new Lines(octets, name, folder);
            var section = ReadSection(ref reader, lines);
            reader.Read(); // Throws where something follows.
            return section;
        }
        catch (JsonException error)
        {
            // "... LineNumber: 3 | BytePositionInLine: 5." is behind the sentence.
            var end = error.Message.IndexOf(" LineNumber", StringComparison.Ordinal);
            var sentence = end < 0 ? error.Message : error.Message[..end];
            throw Mistake(name, (int)(error.LineNumber ?? 0) + 1, $"this is no JSON: {sentence.TrimEnd('.')}");
        }
    }

    private static ConfigurationNode ReadSection(ref Utf8JsonReader reader, Lines lines)
    {
        var section = new ConfigurationNode(NodeKind.Section, lines.At(reader.TokenStartIndex));
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            reader.Read();
            section.Put(key, ReadValue(ref reader, lines));
        }

        return section;
    }

    private static ConfigurationNode ReadValue(ref Utf8JsonReader reader, Lines lines)
    {
        var place = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadSection(ref reader, lines);
            case JsonTokenType.StartArray:
                var list = new ConfigurationNode(NodeKind.List, place);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    list.Items.Add(ReadValue(ref reader, lines));
                return list;
            case JsonTokenType.String:
                return new ConfigurationNode(NodeKind.Text, place, reader.GetString()!);
            case JsonTokenType.Number:
                return new ConfigurationNode(NodeKind.Number, place, Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True or JsonTokenType.False:
                return new ConfigurationNode(NodeKind.Switch, place, reader.GetBoolean() ? "true" : "false");
            default:
                return new ConfigurationNode(NodeKind.Null, place, "null");
        }
    }

    private static ConfigurationException Mistake(string name, int line, string what) =>
        new([new ConfigurationMistake($"{name}:{line}", what)]);

    /// <summary>Counts lines as it goes on: places are asked for in their order.</summary>
    private sealed class Lines(byte[] octets, string name, string folder)
    {
        private int _at;
        private int _line = 1;

        public ConfigurationPlace At(long offset)
        {
            _line += octets.AsSpan(_at, (int)offset - _at).Count((byte)'\n');
            _at = (int)offset;
            return new ConfigurationPlace(name, _line, folder);
        }
    }
}
