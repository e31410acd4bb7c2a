using System.Globalization;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// BODYSTRUCTURE and ENVELOPE as lines of a name and a value, so that two answers can be told apart by what differs.
/// What RFC 9051 compares without regard to case is in lower case.
/// </summary>
internal static class StructureLines
{
    public static List<(string Name, string Value)> Of(ImapNode structure, ImapNode envelope)
    {
        List<(string, string)> lines = [];
        AddEnvelope(lines, "", envelope);
        AddPart(lines, "", structure);
        return lines;
    }

    private static void AddPart(List<(string Name, string Value)> lines, string path, ImapNode part)
    {
        var items = part.Items!;
        var parts = items.TakeWhile(item => item.Items is not null).Count();
        lines.Add(("part", $"{path} {(parts > 0 ? $"of {parts}" : "leaf")}"));
        if (parts > 0)
        {
            for (var i = 0; i < parts; i++)
                AddPart(lines, path + (i + 1).ToString(CultureInfo.InvariantCulture) + ".", items[i]);
            lines.Add(("type", path + "multipart/" + Lower(items[parts])));
            lines.Add(("parameters", path + Parameters(items[parts + 1])));
            AddExtension(lines, path, items.Skip(parts + 2).ToArray());
            return;
        }

        var type = Lower(items[0]) + "/" + Lower(items[1]);
        lines.Add(("type", path + type));
        lines.Add(("parameters", path + Parameters(items[2])));
        lines.Add(("id", path + items[3]));
        lines.Add(("description", path + items[4]));
        lines.Add(("encoding", path + Lower(items[5])));
        lines.Add(("size", path + items[6]));
        var next = 7;
        if (type is "message/rfc822" or "message/global" && items[next].Items is not null)
        {
            AddEnvelope(lines, path, items[next]);
            AddPart(lines, path + "m.", items[next + 1]);
            next += 2;
            lines.Add(("lines", path + items[next++]));
        }
        else if (type.StartsWith("text/", StringComparison.Ordinal))
        {
            lines.Add(("lines", path + items[next++]));
        }

        lines.Add(("md5", path + items[next]));
        AddExtension(lines, path, items.Skip(next + 1).ToArray());
    }

    private static void AddExtension(List<(string Name, string Value)> lines, string path, ImapNode[] items)
    {
        var disposition = items[0].Items is { } list ? $"{Lower(list[0])} {Parameters(list[1])}" : "NIL";
        lines.Add(("disposition", path + disposition));
        lines.Add(("language", path + (items[1].Items is [var one] ? one : items[1]))); // One may come without a list.
        lines.Add(("location", path + items[2]));
    }

    private static void AddEnvelope(List<(string Name, string Value)> lines, string path, ImapNode envelope)
    {
        for (var i = 0; i < EnvelopeNames.Length; i++)
            lines.Add((EnvelopeNames[i], path + envelope.Items![i]));
    }

    private static string Parameters(ImapNode parameters) => parameters.Items is not { } items ? "NIL"
        : string.Join(' ', items.Select((item, i) => i % 2 == 0 ? Lower(item) : item.ToString()));

    private static string Lower(ImapNode node) => node.Text?.ToLowerInvariant() ?? node.ToString();

    private static readonly string[] EnvelopeNames =
        ["date", "subject", "from", "sender", "reply-to", "to", "cc", "bcc", "in-reply-to", "message-id"];
}
