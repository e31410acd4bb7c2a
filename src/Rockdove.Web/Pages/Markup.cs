using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Rockdove.Web;

/// <summary>
/// HTML that is being written: <c>markup.Add($"&lt;b&gt;{subject}&lt;/b&gt;")</c>. What stands in a hole is escaped, so
/// a peer's text cannot become an element or leave an attribute in double quotes.
/// </summary>
internal sealed class Markup
{
    private readonly StringBuilder _html = new();

    public Markup Add([InterpolatedStringHandlerArgument("")] ref Template template)
    {
        _ = template; // It has written itself.
        return this;
    }

    public override string ToString() => _html.ToString();

    /// <summary>What the compiler makes of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Template
    {
        private readonly StringBuilder _html;

        public Template(int literalLength, int formattedCount, Markup markup)
        {
            _html = markup._html;
            _html.EnsureCapacity(_html.Length + literalLength + HoleCharacters * formattedCount);
        }

        public void AppendLiteral(string html) => _html.Append(html);

        public void AppendFormatted(string? text) => Escape(text);

        public void AppendFormatted(long number) => _html.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(Markup inner) => _html.Append(inner._html);

        /// <summary>HTML standard section 13.3: these five cannot leave text or a quoted attribute.</summary>
        private void Escape(ReadOnlySpan<char> rest)
        {
            for (int at; (at = rest.IndexOfAny(Special)) >= 0; rest = rest[(at + 1)..])
            {
                _html.Append(rest[..at]).Append(rest[at] switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '"' => "&quot;",
                    _ => "&#39;",
                });
            }

            _html.Append(rest);
        }

        private const int HoleCharacters = 16;
    }

    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");
}
