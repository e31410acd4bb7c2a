namespace Rockdove.Mime;

/// <summary>A media type with its parameters (RFC 2045 section 5).</summary>
public sealed class ContentType
{
    internal static readonly ContentType PlainText = new("text", "plain", MimeParameters.Empty);
    internal static readonly ContentType Message = new("message", "rfc822", MimeParameters.Empty);

    private readonly ReadOnlyMemory<byte> _unread;
    private readonly int _parameterLimit;
    private MimeParameters? _parameters;

    internal ContentType(string type, string subtype, MimeParameters parameters)
    {
        Type = type;
        Subtype = subtype;
        _parameters = parameters;
    }

    private ContentType(string type, string subtype, ReadOnlyMemory<byte> unread, int parameterLimit)
    {
        Type = type;
        Subtype = subtype;
        _unread = unread;
        _parameterLimit = parameterLimit;
    }

    /// <summary>In lower case, such as <c>text</c>.</summary>
    public string Type { get; }

    /// <summary>In lower case, such as <c>plain</c>.</summary>
    public string Subtype { get; }

    /// <summary>Type and subtype, such as <c>text/plain</c>.</summary>
    public string MediaType => $"{Type}/{Subtype}";

    public MimeParameters Parameters => _parameters ??= ReadParameters();

    /// <summary>The charset parameter as written, or null.</summary>
    public string? Charset => Parameters["charset"];

    /// <summary>Compares without case.</summary>
    public bool Is(string type, string subtype) =>
        Type.Equals(type, StringComparison.OrdinalIgnoreCase)
        && Subtype.Equals(subtype, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => MediaType;

    /// <summary>
    /// The boundary as octets, without making the parameters; empty if there is none. Most messages are asked for
    /// their structure alone.
    /// </summary>
    internal ReadOnlyMemory<byte> Boundary
    {
        get
        {
            if (_parameters is not null)
                return _parameters.Boundary;
            var scanner = new ParameterScanner(_unread.Span);
            var left = _parameterLimit;
            while (left-- > 0 && scanner.ReadParameter(out var name, out var value, out var isQuoted))
            {
                if (!System.Text.Ascii.EqualsIgnoreCase(name[..Math.Min(name.Length, 8)], "boundary"u8))
                    continue;
                if (name.Length > 8 || (isQuoted && value.ContainsAny((byte)'\\', (byte)'\r', (byte)'\n')))
                    return Parameters.Boundary; // In pieces, or escaped: rare, so it need not be fast.
                return _unread.Span.Overlaps(value, out var at) ? _unread.Slice(at, value.Length) : default;
            }

            return default;
        }
    }

    /// <summary>Reads a field body; null when there is no <c>type/subtype</c> in it.</summary>
    internal static ContentType? Read(ReadOnlyMemory<byte> value, int parameterLimit = 1000)
    {
        var scanner = new ParameterScanner(value.Span);
        var token = scanner.ReadToken();
        var slash = token.IndexOf((byte)'/');
        if (slash <= 0 || slash == token.Length - 1 || token[(slash + 1)..].Contains((byte)'/'))
            return null;
        return new ContentType(MediaNames.Read(token[..slash]), MediaNames.Read(token[(slash + 1)..]),
            value[scanner.Position..], parameterLimit);
    }

    /// <summary>Reads a field body for the defects of its parameters.</summary>
    internal static void Examine(ReadOnlyMemory<byte> value, int parameterLimit, DefectList defects, int offset)
    {
        var scanner = new ParameterScanner(value.Span);
        if (Read(value) is not null && !scanner.ReadToken().IsEmpty)
            MimeParameters.Read(ref scanner, parameterLimit, defects, offset);
    }

    private MimeParameters ReadParameters()
    {
        var scanner = new ParameterScanner(_unread.Span);
        return MimeParameters.Read(ref scanner, _parameterLimit);
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
        var kind = MediaNames.Read(token);
        var parameters = MimeParameters.Read(ref scanner, parameterLimit, defects, offset);
        return kind.Length == 0 && parameters.Count == 0 ? null : new ContentDisposition(kind, parameters);
    }
}
