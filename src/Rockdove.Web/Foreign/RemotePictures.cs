using System.Buffers;
using System.Net;
using System.Text;

namespace Rockdove.Web;

/// <summary>
/// Puts pictures of other servers into a page, so that the page itself still fetches nothing. We ask for them, all at
/// once and whether they are in sight or not: a server hears that a mail was looked at, and not by whom.
/// </summary>
internal static class RemotePictures
{
    /// <summary>Those that do not come, and are no pictures, stay as they are, and are not shown.</summary>
    /// <param name="html">A page that is tamed.</param>
    /// <param name="fetcher">The way into the network.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string> PutInAsync(
        string html, GuardedFetcher fetcher, CancellationToken cancellationToken)
    {
        var places = Find(html);
        var addresses = places.Select(place => place.Uri).Distinct().Take(MostPictures).ToList();
        var room = LargestPage - html.Length;
        var fetched = await Task.WhenAll(addresses.Select(FetchAsync));
        var pictures = addresses.Zip(fetched).ToDictionary();
        var page = new StringBuilder(html.Length);
        var copied = 0;
        foreach (var (start, end, uri) in places)
        {
            if (pictures.GetValueOrDefault(uri) is not { } picture || page.Length + picture.Length > LargestPage)
                continue;
            page.Append(html, copied, start - copied).Append(picture);
            copied = end;
        }

        return page.Append(html, copied, html.Length - copied).ToString();

        async Task<string?> FetchAsync(Uri uri)
        {
            var answer = await fetcher.GetAsync(uri, PictureBytes, cancellationToken);
            var type = answer.ContentType.Split(';')[0].Trim().ToLowerInvariant();
            if (answer.Status != 200 || answer.IsCut || !PartContent.IsPicture(type))
                return null;
            var data = $"data:{type};base64,{Convert.ToBase64String(answer.Body.Span)}";
            return Interlocked.Add(ref room, -data.Length) > 0 ? data : null;
        }
    }

    /// <summary>
    /// Where pictures are named: in <c>src</c>, <c>background</c>, <c>poster</c>, and in style sheets.
    /// </summary>
    private static List<(int Start, int End, Uri Uri)> Find(string html)
    {
        var places = new List<(int, int, Uri)>();
        for (var at = html.IndexOf("//", StringComparison.Ordinal); at >= 0;)
        {
            var length = html.AsSpan(at).IndexOfAny(Ends);
            var end = length < 0 ? html.Length : at + length;
            var start = at - Scheme(html.AsSpan(0, at));
            if (end - start <= AddressCharacters && IsPicture(html.AsSpan(0, start)))
            {
                var text = WebUtility.HtmlDecode(html[start..end]);
                if (Uri.TryCreate(start == at ? $"https:{text}" : text, UriKind.Absolute, out var uri))
                    places.Add((start, end, uri));
            }

            at = html.IndexOf("//", Math.Max(end, at + 2), StringComparison.Ordinal);
        }

        return places;
    }

    /// <summary>The characters before two slashes that are the scheme.</summary>
    private static int Scheme(ReadOnlySpan<char> before) =>
        before.EndsWith("https:", StringComparison.OrdinalIgnoreCase) ? "https:".Length
        : before.EndsWith("http:", StringComparison.OrdinalIgnoreCase) ? "http:".Length
        : 0;

    private static bool IsPicture(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd(Blanks);
        if (before is [.., '"' or '\''])
            before = before[..^1].TrimEnd(Blanks);
        if (before.EndsWith("url(", StringComparison.OrdinalIgnoreCase))
            return true;
        if (before is not [.., '='])
            return false;
        before = before[..^1].TrimEnd(Blanks);
        foreach (var name in (ReadOnlySpan<string>)["src", "background", "poster"])
        {
            if (before.EndsWith(name, StringComparison.OrdinalIgnoreCase))
                return before[..^name.Length] is [.., '\t' or '\n' or '\f' or '\r' or ' ' or '/' or '"' or '\''];
        }

        return false;
    }

    /// <summary>Different addresses in one page. Newsletters have some thirty.</summary>
    public const int MostPictures = 100;

    /// <summary>Of one picture: more than a mail should make anybody load.</summary>
    public const int PictureBytes = 4 * 1024 * 1024;

    /// <summary>Characters of the page with its pictures.</summary>
    private const int LargestPage = 32 * 1024 * 1024;

    /// <summary>Longer ones are no addresses: browsers and servers stop there too.</summary>
    private const int AddressCharacters = 8192;

    private const string Blanks = " \t\r\n\f";

    private static readonly SearchValues<char> Ends = SearchValues.Create("\"'<>() \t\r\n\f");
}
