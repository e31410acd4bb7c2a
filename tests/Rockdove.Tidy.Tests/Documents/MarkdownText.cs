using System.Text;
using System.Text.RegularExpressions;

namespace Rockdove.Tidy.Tests;

/// <summary>As much of Markdown as the rules need: which lines are code, headings and their anchors, links.</summary>
internal sealed class MarkdownText
{
    private readonly List<MarkdownLine> _lines = [];

    public MarkdownText(TreeFile file)
    {
        string? fence = null;
        foreach (var (index, text) in file.Lines.Index())
        {
            var mark = Fence.Match(text).Groups[1].Value;
            var isFence = mark.Length > 0 && (fence is null || IsEndOf(fence, text.Trim()));
            _lines.Add(new MarkdownLine(index + 1, text, fence is not null || isFence));
            if (isFence)
                fence = fence is null ? mark : null;
        }
    }

    public IReadOnlyList<MarkdownLine> Lines => _lines;

    /// <summary>Headings of the <c>#</c> kind, the only kind that we write.</summary>
    public IEnumerable<MarkdownHeading> Headings =>
        from line in _lines
        where !line.IsCode
        let heading = Heading.Match(line.Text)
        where heading.Success
        select new MarkdownHeading(line.Number, heading.Groups[1].Length, heading.Groups[2].Value);

    /// <summary>Where <c>#anchor</c> may point: headings as GitHub spells them, and explicit ids.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>(StringComparer.Ordinal);
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var heading in Headings)
            {
                var slug = Slug(heading.Text);
                var times = seen.GetValueOrDefault(slug);
                seen[slug] = times + 1;
                anchors.Add(times == 0 ? slug : $"{slug}-{times}");
            }

            foreach (var line in _lines.Where(line => !line.IsCode))
                foreach (Match id in ExplicitId.Matches(line.Text))
                    anchors.Add(id.Groups[1].Value);
            return anchors;
        }
    }

    /// <summary>The targets of links and images, as written.</summary>
    public IEnumerable<(int Line, string Target)> Links =>
        from line in _lines
        where !line.IsCode
        let text = CodeSpan.Replace(line.Text, match => new string(' ', match.Length))
        from pattern in LinkPatterns
        from Match link in pattern.Matches(text)
        select (line.Number, link.Groups[1].Value);

    /// <summary>Fenced blocks with their language and the line before them.</summary>
    public IEnumerable<MarkdownBlock> Blocks
    {
        get
        {
            for (var index = 0; index < _lines.Count; index++)
            {
                if (!_lines[index].IsCode)
                    continue;
                var first = index;
                var fence = Fence.Match(_lines[first].Text).Groups[1].Value;
                for (index++; index < _lines.Count && !IsEndOf(fence, _lines[index].Text.Trim()); index++)
                {
                }

                var language = _lines[first].Text.Trim().TrimStart('`', '~').Trim();
                var code = _lines.Skip(first + 1).Take(index - first - 1).Select(line => line.Text);
                var before = _lines.Take(first).LastOrDefault(line => line.Text.Trim().Length > 0)?.Text ?? "";
                yield return new MarkdownBlock(first + 1, language, before.Trim(), string.Join('\n', code));
            }
        }
    }

    private static bool IsEndOf(string fence, string text) =>
        text.Length >= fence.Length && text.All(symbol => symbol == fence[0]);

    private static string Slug(string heading)
    {
        var slug = new StringBuilder();
        foreach (var symbol in LinkText.Replace(heading, "$1").Trim().ToLowerInvariant())
            if (char.IsLetterOrDigit(symbol) || symbol is '-' or '_')
                slug.Append(symbol);
            else if (symbol == ' ')
                slug.Append('-');
        return slug.ToString();
    }

    private static readonly Regex Fence = new(@"^\s*(`{3,}|~{3,})", RegexOptions.CultureInvariant);
    private static readonly Regex Heading = new(@"^(#{1,6})\s+(.*?)\s*#*\s*$", RegexOptions.CultureInvariant);
    private static readonly Regex ExplicitId = new("<a (?:id|name)=\"([^\"]+)\"", RegexOptions.CultureInvariant);
    private static readonly Regex CodeSpan = new("`[^`]*`", RegexOptions.CultureInvariant);
    private static readonly Regex LinkText = new(@"\[([^\]]*)\]\([^)]*\)", RegexOptions.CultureInvariant);

    private static readonly Regex[] LinkPatterns =
    [
        new(@"\]\(<?([^)\s>]+)>?(?:\s+""[^""]*"")?\)", RegexOptions.CultureInvariant),
        new(@"^\s{0,3}\[[^\]]+\]:\s+<?([^\s>]+)>?", RegexOptions.CultureInvariant),
        new(@"(?:href|src)=""([^""]+)""", RegexOptions.CultureInvariant),
    ];
}

internal sealed record MarkdownLine(int Number, string Text, bool IsCode);

internal sealed record MarkdownHeading(int Line, int Level, string Text);

/// <param name="Line">Of the opening fence, from one.</param>
/// <param name="Language">What stands behind the opening fence.</param>
/// <param name="Before">The last line above it that is not blank.</param>
/// <param name="Code">The lines between the fences, joined by line feeds.</param>
internal sealed record MarkdownBlock(int Line, string Language, string Before, string Code);
