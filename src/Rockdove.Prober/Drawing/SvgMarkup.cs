using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Rockdove.Prober;

/// <summary>
/// SVG that is being written: <c>svg.Add($"&lt;text x='{x}'&gt;{name}&lt;/text&gt;")</c>. What stands in a hole is
/// escaped, and what XML cannot hold replaced, so that no name can break a picture.
/// </summary>
internal sealed class SvgMarkup(IBufferWriter<byte> output)
{
    public SvgMarkup Add([InterpolatedStringHandlerArgument("")] ref Template template)
    {
        _ = template; // It has written itself.
        return this;
    }

    /// <summary>Adds markup as it is.</summary>
    public SvgMarkup AddRaw(string markup)
    {
        Encoding.UTF8.GetBytes(markup, output);
        return this;
    }

    /// <summary>What the compiler makes of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Template
    {
        private readonly SvgMarkup _svg;

        public Template(int literalLength, int formattedCount, SvgMarkup svg)
        {
            _ = literalLength + formattedCount; // The buffer grows by itself.
            _svg = svg;
        }

        public void AppendLiteral(string markup) => _svg.AddRaw(markup);

        public void AppendFormatted(string? text) => _svg.Escape(text);

        public void AppendFormatted(int number) => _svg.AddRaw(number.ToString(CultureInfo.InvariantCulture));

        /// <summary>Two decimals are a fiftieth of what an eye can see.</summary>
        public void AppendFormatted(double number)
        {
            var text = number.ToString("0.##", CultureInfo.InvariantCulture);
            _svg.AddRaw(text == "-0" ? "0" : text);
        }
    }

    private void Escape(ReadOnlySpan<char> text)
    {
        Span<byte> octets = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes()) // Half a surrogate pair comes as U+FFFD.
        {
            switch (rune.Value)
            {
                case '&':
                    output.Write("&amp;"u8);
                    break;
                case '<':
                    output.Write("&lt;"u8);
                    break;
                case '>':
                    output.Write("&gt;"u8);
                    break;
                case '"':
                    output.Write("&quot;"u8);
                    break;
                case '\'':
                    output.Write("&#39;"u8);
                    break;
                default:
                    var legal = IsLegal(rune.Value) ? rune : Rune.ReplacementChar;
                    output.Write(octets[..legal.EncodeToUtf8(octets)]);
                    break;
            }
        }
    }

    /// <summary>XML 1.0 section 2.2, without the white space that would break a line.</summary>
    private static bool IsLegal(int value) => value is >= 0x20 and < 0x7F or >= 0xA0 and not (0xFFFE or 0xFFFF);
}
