using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Mime.Tests;

/// <summary>The same lines as <c>canonical.py</c>, from our reading.</summary>
internal static class CanonicalLines
{
    public static List<string> Of(byte[] octets)
    {
        List<string> lines = [];
        var message = MimeMessage.Read(octets);
        Dictionary<MimePart, string> paths = [];
        foreach (var part in message.Parts)
        {
            var path = part.Parent is null ? "0" : $"{paths[part.Parent]}.{Place(part)}";
            paths.Add(part, path);
            var kind = part.IsMultipart ? "multi" : part.IsMessage ? "message" : "leaf";
            lines.Add($"part {path} {Text(part.ContentType.MediaType)} {kind}");
            Headers(part, path, lines);
            if (part.FileName is { Length: > 0 } name)
                lines.Add($"name {path} {Text(name)}");
            if (kind != "leaf" || part.ContentType.Is("message", "delivery-status"))
                continue;
            var body = part.DecodeBody().Span;
            lines.Add($"body {path} {body.Length} {Sha1(body)}");
            if (part.ContentType.Type == "text")
                lines.Add($"text {path} {Text(part.DecodeText())}");
        }

        return lines;
    }

    private static int Place(MimePart part)
    {
        var siblings = part.Parent!.Children;
        for (var i = 0; i < siblings.Count; i++)
        {
            if (ReferenceEquals(siblings[i], part))
                return i + 1;
        }

        throw new InvalidOperationException($"{part.Id} is no child of its parent.");
    }

    private static void Headers(MimePart part, string path, List<string> lines)
    {
        foreach (var name in (string[])["From", "To", "Cc", "Date", "Subject", "X-Note"])
        {
            if (part.Headers.Find(name) is not { } field)
                continue;
            var value = name switch
            {
                "Date" => Date(field.Unfolded),
                "Subject" or "X-Note" => field.Decoded,
                _ => Addresses(AddressList.Read(field.Unfolded)),
            };
            lines.Add($"{name.ToLowerInvariant()} {path} {Text(value)}");
        }
    }

    private static string Date(string value) => MailDate.TryRead(value, out var date)
        ? date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
            + " " + ((int)date.Offset.TotalMinutes).ToString(CultureInfo.InvariantCulture)
        : "-";

    private static string Addresses(AddressList list)
    {
        List<string> shown = [];
        for (var i = 0; i <= list.Count; i++)
        {
            shown.AddRange(list.Groups.Where(group => group.First == i).Select(group =>
                $"[{group.Name}:{group.Count}]"));
            if (i < list.Count)
                shown.Add($"{list[i].Name}<{list[i].LocalPart}@{list[i].Domain}>");
        }

        return string.Join(' ', shown);
    }

    private static string Text(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var unit in value)
        {
            if (unit is >= ' ' and <= '~' and not '\\')
                text.Append(unit);
            else
                text.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    // SHA-1 names the octets; nothing is protected by it.
#pragma warning disable CA5350
    private static string Sha1(ReadOnlySpan<byte> octets) => Convert.ToHexStringLower(SHA1.HashData(octets));
#pragma warning restore CA5350
}
