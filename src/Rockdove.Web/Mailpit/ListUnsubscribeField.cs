using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>
/// List-Unsubscribe (RFC 2369 section 3.2) and List-Unsubscribe-Post (RFC 8058), and what is wrong there.
/// </summary>
internal static class ListUnsubscribeField
{
    public static ListUnsubscribeShape Read(MimeMessage mime)
    {
        var header = mime.Headers.Text("List-Unsubscribe") ?? "";
        var post = mime.Headers.Text("List-Unsubscribe-Post") ?? "";
        var links = new List<string>();
        var errors = new List<string>();
        for (var rest = header.AsSpan(); TryTakeLink(ref rest, out var link);)
        {
            if (Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto")
                links.Add(link);
            else
                errors.Add($"not a web or mail address: {link}");
        }

        if (header.Length > 0 && links.Count == 0)
            errors.Add("no links in angle brackets");
        if (post.Length > 0 && !post.Equals("List-Unsubscribe=One-Click", StringComparison.OrdinalIgnoreCase))
            errors.Add("List-Unsubscribe-Post is not List-Unsubscribe=One-Click");
        if (post.Length > 0 && !links.Exists(link => link.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
            errors.Add("List-Unsubscribe-Post needs an https link");
        return new(header, links, string.Join("; ", errors), post);
    }

    private static bool TryTakeLink(ref ReadOnlySpan<char> rest, out string link)
    {
        var open = rest.IndexOf('<');
        var length = open < 0 ? -1 : rest[open..].IndexOf('>');
        link = length < 0 ? "" : rest.Slice(open + 1, length - 1).Trim().ToString();
        rest = length < 0 ? default : rest[(open + length + 1)..];
        return length >= 0;
    }
}
