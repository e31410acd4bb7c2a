namespace Rockdove.Mime;

/// <summary>What a mailing list says of itself (RFC 2369, RFC 2919, RFC 8058).</summary>
public sealed class ListFields
{
    private ListFields(HeaderList headers)
    {
        (Name, Id) = ReadId(headers.Find("List-Id")?.Unfolded);
        Help = Links(headers, "List-Help");
        Subscribe = Links(headers, "List-Subscribe");
        Unsubscribe = Links(headers, "List-Unsubscribe");
        Post = Links(headers, "List-Post");
        Owner = Links(headers, "List-Owner");
        Archive = Links(headers, "List-Archive");
        ForbidsPosts = headers.Find("List-Post") is { } post
            && HeaderComments.Remove(post.Unfolded).Trim().Equals("NO", StringComparison.OrdinalIgnoreCase);
        IsOneClick = headers.Find("List-Unsubscribe-Post") is { } click
            && click.Unfolded.Equals("List-Unsubscribe=One-Click", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads the list fields of a header; none of them need be there.</summary>
    public static ListFields Read(HeaderList headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return new ListFields(headers);
    }

    /// <summary>The list's id without angle brackets, such as <c>announce.lists.example.org</c>; or null.</summary>
    public string? Id { get; }

    /// <summary>What is written before the id, decoded; empty if there is nothing.</summary>
    public string Name { get; }

    /// <summary>
    /// The links of a field in the order of the sender's preference (RFC 2369 section 2), without angle brackets.
    /// They are a peer's words: check the scheme before anything follows one.
    /// </summary>
    public IReadOnlyList<string> Help { get; }

    public IReadOnlyList<string> Subscribe { get; }

    public IReadOnlyList<string> Unsubscribe { get; }

    public IReadOnlyList<string> Post { get; }

    public IReadOnlyList<string> Owner { get; }

    public IReadOnlyList<string> Archive { get; }

    /// <summary><c>List-Post: NO</c> (RFC 2369 section 3.4).</summary>
    public bool ForbidsPosts { get; }

    /// <summary>List-Unsubscribe-Post says that one POST unsubscribes (RFC 8058).</summary>
    public bool IsOneClick { get; }

    private static (string Name, string? Id) ReadId(string? value)
    {
        if (value is null)
            return ("", null);
        var close = value.LastIndexOf('>');
        var open = close < 0 ? -1 : value.LastIndexOf('<', close);
        if (open < 0)
            return ("", value.Trim() is { Length: > 0 } bare && !bare.Contains(' ') ? bare : null);
        var id = value[(open + 1)..close].Trim();
        var name = EncodedWords.Decode(value[..open].Trim().Trim('"'));
        return (name, id.Length == 0 ? null : id);
    }

    // Section 2: what is not in angle brackets ends what we understand; comments are allowed everywhere.
    private static List<string> Links(HeaderList headers, string name)
    {
        List<string> links = [];
        if (headers.Find(name) is not { } field)
            return links;
        var rest = HeaderComments.Remove(field.Unfolded).AsSpan().TrimStart();
        while (rest.StartsWith('<') && links.Count < MostLinks)
        {
            var close = rest.IndexOf('>');
            if (close < 0)
                break;
            // Section 2: white space inside a link was put there by folding.
            var link = rest[1..close].ToString().Replace(" ", "", StringComparison.Ordinal);
            if (link.Length > 0)
                links.Add(link);
            rest = rest[(close + 1)..].TrimStart();
            if (!rest.StartsWith(','))
                break;
            rest = rest[1..].TrimStart();
        }

        return links;
    }

    private const int MostLinks = 100;
}
