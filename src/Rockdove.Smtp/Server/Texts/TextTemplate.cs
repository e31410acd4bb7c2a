using System.Text;

namespace Rockdove.Smtp;

/// <summary>A line with placeholders, taken apart once.</summary>
internal sealed class TextTemplate
{
    private readonly List<(string Text, Placeholder Placeholder)> _pieces = [];

    /// <summary>Takes a line apart.</summary>
    /// <param name="text">As in <c>Sender {path} ok</c>.</param>
    /// <param name="allowed">The placeholders that have a meaning here.</param>
    /// <exception cref="ArgumentException">A placeholder is unknown, has no meaning here, or has no end.</exception>
    public TextTemplate(string text, Placeholder allowed)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var brace = rest.IndexOf('{');
            var literal = brace < 0 ? rest : rest[..brace];
            Add(literal.ToString(), Placeholder.None);
            rest = rest[literal.Length..];
            if (rest.StartsWith("{{"))
            {
                Add("{", Placeholder.None);
                rest = rest[2..];
            }
            else if (!rest.IsEmpty)
            {
                var end = rest.IndexOf('}');
                if (end < 0)
                {
                    throw new ArgumentException(
                        $"The text '{text}' has a '{{' without '}}'; a brace is written '{{{{'.");
                }

                Add("", Find(text, rest[1..end], allowed));
                rest = rest[(end + 1)..];
            }
        }
    }

    /// <summary>What must be known to fill it.</summary>
    public Placeholder Needs { get; private set; }

    /// <summary>Fills it; what is put in is not looked at again.</summary>
    public string Fill(in TextValues values)
    {
        var line = new StringBuilder();
        foreach (var (text, placeholder) in _pieces)
            line.Append(text).Append(values.Of(placeholder));
        return line.ToString();
    }

    private void Add(string text, Placeholder placeholder)
    {
        if (text.Length > 0 || placeholder != Placeholder.None)
            _pieces.Add((text, placeholder));
        Needs |= placeholder;
    }

    private static Placeholder Find(string text, ReadOnlySpan<char> name, Placeholder allowed)
    {
        foreach (var (known, placeholder) in Names)
        {
            if (name.SequenceEqual(known) && (allowed & placeholder) != 0)
                return placeholder;
        }

        var names = Names.Where(pair => (allowed & pair.Placeholder) != 0).Select(pair => $"{{{pair.Name}}}");
        throw new ArgumentException(
            $"The text '{text}' has the placeholder {{{name}}}; here it may have {string.Join(", ", names)}.");
    }

    private static readonly (string Name, Placeholder Placeholder)[] Names =
    [
        ("host", Placeholder.Host), ("helo", Placeholder.Helo), ("path", Placeholder.Path),
        ("argument", Placeholder.Argument), ("limit", Placeholder.Limit), ("id", Placeholder.Id),
    ];
}

/// <summary>What a text can have put in.</summary>
[Flags]
internal enum Placeholder : byte
{
    None = 0,
    Host = 1,
    Helo = 2,
    Path = 4,
    Argument = 8,
    Limit = 16,
    Id = 32,
}

/// <summary>The values of the moment; null is empty.</summary>
internal readonly record struct TextValues(
    string? Host, string? Helo = null, string? Path = null, string? Argument = null, string? Limit = null,
    string? Id = null)
{
    public string? Of(Placeholder placeholder) => placeholder switch
    {
        Placeholder.Host => Host,
        Placeholder.Helo => Helo,
        Placeholder.Path => Path,
        Placeholder.Argument => Argument,
        Placeholder.Limit => Limit,
        Placeholder.Id => Id,
        _ => null,
    };
}
