namespace Rockdove.Web;

/// <summary>A list of <c>tag=value</c> with semicolons between, of DKIM and DMARC (RFC 6376 section 3.2).</summary>
internal sealed class TagList
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private TagList()
    {
    }

    public string? this[string tag] => _values.GetValueOrDefault(tag);

    /// <summary>Null if it is no such list: a tag without a value, or one that is there twice.</summary>
    public static TagList? Read(string text)
    {
        var list = new TagList();
        foreach (var range in text.AsSpan().Split(';'))
        {
            var tag = text.AsSpan()[range].Trim(White);
            if (tag.IsEmpty)
                continue; // Behind the last semicolon.
            var equals = tag.IndexOf('=');
            if (equals <= 0 || list._values.Count == MostTags)
                return null;
            var name = tag[..equals].TrimEnd(White).ToString();
            if (!list._values.TryAdd(name, tag[(equals + 1)..].TrimStart(White).ToString()))
                return null;
        }

        return list;
    }

    /// <summary>The octets of a value in base64, in which white space means nothing; null if it is none.</summary>
    public byte[]? Octets(string tag)
    {
        if (this[tag] is not { } text)
            return null;
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var length) ? octets[..length] : null;
    }

    private const string White = " \t\r\n";

    /// <summary>RFC 6376 has thirteen of them.</summary>
    private const int MostTags = 50;
}
