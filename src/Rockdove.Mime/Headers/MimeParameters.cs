using System.Collections;
using System.Globalization;
using System.Text;

namespace Rockdove.Mime;

/// <summary>One parameter, decoded.</summary>
/// <param name="Name">In lower case, without the marks of RFC 2231.</param>
/// <param name="Value">Without quotes, and put together.</param>
public readonly record struct MimeParameter(string Name, string Value);

/// <summary>
/// The parameters of a Content-Type or Content-Disposition, in the order of their first mention. Continuations and
/// charsets are put together (RFC 2231 sections 3 and 4); of two with the same name the encoded one, then the first,
/// wins.
/// </summary>
public sealed class MimeParameters : IReadOnlyList<MimeParameter>
{
    internal static readonly MimeParameters Empty = new([]);

    private readonly List<MimeParameter> _parameters;

    internal MimeParameters(List<MimeParameter> parameters, byte[]? boundary = null)
    {
        _parameters = parameters;
        Boundary = boundary;
    }

    public int Count => _parameters.Count;

    public MimeParameter this[int index] => _parameters[index];

    /// <summary>The value of a parameter, or null. Names are compared without case.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var parameter in _parameters)
            {
                if (parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return parameter.Value;
            }

            return null;
        }
    }

    /// <summary>The boundary as octets: delimiters are compared with it before any charset comes into play.</summary>
    internal byte[]? Boundary { get; }

    public IEnumerator<MimeParameter> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static MimeParameters Read(
        ref ParameterScanner scanner, int limit = 1000, DefectList? defects = null, int offset = 0)
    {
        List<Pieces> all = [];
        Dictionary<string, Pieces> byName = [];
        var count = 0;
        while (scanner.ReadParameter(out var rawName, out var rawValue, out var isQuoted))
        {
            if (++count > limit)
            {
                defects?.Add(offset, MimeDefectKind.TooManyParameters);
                break;
            }

            var name = Charsets.Guess(rawName).ToLowerInvariant();
            var (section, isEncoded) = TakeMarks(ref name);
            var value = isQuoted ? ParameterScanner.Unquote(rawValue) : rawValue.ToArray();
            if (!byName.TryGetValue(name, out var pieces))
            {
                pieces = new Pieces(name);
                byName.Add(name, pieces);
                all.Add(pieces);
            }

            pieces.Add(section, isEncoded, value);
        }

        if (all.Count == 0)
            return Empty;
        List<MimeParameter> parameters = new(all.Count);
        foreach (var pieces in all)
            parameters.Add(new MimeParameter(pieces.Name, pieces.Join(defects, offset)));
        return new MimeParameters(parameters, byName.GetValueOrDefault("boundary")?.Octets());
    }

    // title  title*  title*2  title*2*
    private static (int Section, bool IsEncoded) TakeMarks(ref string name)
    {
        var isEncoded = name.Length > 1 && name[^1] == '*';
        var bare = isEncoded ? name[..^1] : name;
        var star = bare.LastIndexOf('*');
        if (star > 0 && bare.Length - star <= LongestSection && int.TryParse(
                bare.AsSpan(star + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var section))
        {
            name = bare[..star];
            return (section, isEncoded);
        }

        name = bare;
        return (isEncoded ? 0 : Whole, isEncoded);
    }

    private sealed class Pieces(string name)
    {
        private readonly List<(int Section, bool IsEncoded, byte[] Value)> _pieces = [];
        private byte[]? _whole;

        public string Name => name;

        public void Add(int section, bool isEncoded, byte[] value)
        {
            if (section == Whole)
                _whole ??= value;
            else
                _pieces.Add((section, isEncoded, value));
        }

        public byte[] Octets() => _whole ?? Encoding.UTF8.GetBytes(Join(null, 0));

        public string Join(DefectList? defects, int offset)
        {
            // Stable, so that the first of two equal sections stays first.
            var ordered = _pieces.OrderBy(piece => piece.Section).ToList();
            if (ordered.Count == 0 || ordered[0].Section != 0)
                return Plain(_whole ?? (ordered.Count > 0 ? ordered[0].Value : []), defects, offset);

            string? charset = null;
            using var octets = new MemoryOctets();
            var next = 0;
            foreach (var (section, isEncoded, value) in ordered)
            {
                if (section < next)
                    continue;
                if (section > next)
                    break;
                next++;
                var text = value.AsSpan();
                if (section == 0 && isEncoded)
                    text = text[TakeCharset(text, out charset)..];
                if (isEncoded)
                    AppendPercentDecoded(octets, text);
                else
                    octets.Append(text);
            }

            return HeaderText.Safe(string.IsNullOrEmpty(charset)
                ? Charsets.Guess(octets.Written)
                : Charsets.Decode(octets.Written, charset, defects, offset));
        }

        // RFC 2047 section 5 forbids encoded words here; the most used mail programs write them all the same.
        private static string Plain(byte[] value, DefectList? defects, int offset)
        {
            var text = HeaderText.Safe(HeaderText.Unfold(value));
            if (!text.Contains("=?", StringComparison.Ordinal))
                return text;
            var decoded = EncodedWords.Decode(text, defects, offset);
            if (decoded != text)
                defects?.Add(offset, MimeDefectKind.EncodedWordQuoted);
            return decoded;
        }

        // charset'language'text; without the quotes there is no charset.
        private static int TakeCharset(ReadOnlySpan<byte> text, out string? charset)
        {
            charset = null;
            var first = text.IndexOf((byte)'\'');
            if (first < 0)
                return 0;
            var second = text[(first + 1)..].IndexOf((byte)'\'');
            if (second < 0)
                return 0;
            charset = Encoding.Latin1.GetString(text[..first]);
            return first + second + 2;
        }

        private static void AppendPercentDecoded(MemoryOctets octets, ReadOnlySpan<byte> text)
        {
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] == (byte)'%' && i + 2 < text.Length
                    && QuotedPrintable.Hex(text[i + 1]) is var high and >= 0
                    && QuotedPrintable.Hex(text[i + 2]) is var low and >= 0)
                {
                    octets.Append((byte)((high << 4) | low));
                    i += 2;
                }
                else
                {
                    octets.Append(text[i]);
                }
            }
        }
    }

    private const int Whole = -1;
    private const int LongestSection = 7; // The star and six digits.
}
