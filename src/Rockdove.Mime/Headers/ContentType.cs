namespace Rockdove.Mime;

/// <summary>A media type with its parameters (RFC 2045 section 5).</summary>
public sealed class ContentType
{
    internal static readonly ContentType PlainText = new("text", "plain", MimeParameters.Empty);
    internal static readonly ContentType Message = new("message", "rfc822", MimeParameters.Empty);

    internal ContentType(string type, string subtype, MimeParameters parameters)
    {
        Type = type;
        Subtype = subtype;
        Parameters = parameters;
    }

    /// <summary>In lower case, such as <c>text</c>.</summary>
    public string Type { get; }

    /// <summary>In lower case, such as <c>plain</c>.</summary>
    public string Subtype { get; }

    /// <summary>Type and subtype, such as <c>text/plain</c>.</summary>
    public string MediaType => $"{Type}/{Subtype}";

    public MimeParameters Parameters { get; }

    /// <summary>The charset parameter as written, or null.</summary>
    public string? Charset => Parameters["charset"];

    /// <summary>Compares without case.</summary>
    public bool Is(string type, string subtype) =>
        Type.Equals(type, StringComparison.OrdinalIgnoreCase)
        && Subtype.Equals(subtype, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => MediaType;

    /// <summary>Reads a field body; null when there is no <c>type/subtype</c> in it.</summary>
    internal static ContentType? Read(
        ReadOnlySpan<byte> value, int parameterLimit = 1000, DefectList? defects = null, int offset = 0)
    {
        var scanner = new ParameterScanner(value);
        var token = scanner.ReadToken();
        var slash = token.IndexOf((byte)'/');
        if (slash <= 0 || slash == token.Length - 1 || token[(slash + 1)..].Contains((byte)'/'))
            return null;
        var type = Charsets.Guess(token[..slash]).ToLowerInvariant();
        var subtype = Charsets.Guess(token[(slash + 1)..]).ToLowerInvariant();
        var parameters = MimeParameters.Read(ref scanner, parameterLimit, defects, offset);
        return new ContentType(type, subtype, parameters);
    }
}

/// <summary>How a part is meant to be shown (RFC 2183).</summary>
public sealed class ContentDisposition
{
    internal ContentDisposition(string kind, MimeParameters parameters)
    {
        Kind = kind;
        Parameters = parameters;
    }

    /// <summary>
    /// In lower case: <c>inline</c>, <c>attachment</c>, or something newer, to be treated as attachment.
    /// </summary>
    public string Kind { get; }

    public bool IsInline => Kind == "inline";

    public MimeParameters Parameters { get; }

    public override string ToString() => Kind;

    /// <summary>Reads a field body; null when it names nothing.</summary>
    internal static ContentDisposition? Read(
        ReadOnlySpan<byte> value, int parameterLimit = 1000, DefectList? defects = null, int offset = 0)
    {
        var scanner = new ParameterScanner(value);
        var token = scanner.ReadToken();
        var kind = Charsets.Guess(token).ToLowerInvariant();
        var parameters = MimeParameters.Read(ref scanner, parameterLimit, defects, offset);
        return kind.Length == 0 && parameters.Count == 0 ? null : new ContentDisposition(kind, parameters);
    }
}
