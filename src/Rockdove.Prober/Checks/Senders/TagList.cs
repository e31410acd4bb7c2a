using System.Diagnostics.CodeAnalysis;

namespace Rockdove.Prober;

/// <summary>Tags and values with semicolons between, as DKIM and DMARC have them (RFC 6376 section 3.2).</summary>
internal sealed class TagList
{
    private readonly List<(string Name, string Value)> _tags = [];

    /// <summary>The value of a tag; null when it is not there.</summary>
    public string? this[string name] => _tags.FirstOrDefault(tag => tag.Name == name).Value;

    public string FirstName => _tags[0].Name;

    /// <summary>Reads a list of one tag at least; none may come twice.</summary>
    public static bool TryRead(
        string text, [NotNullWhen(true)] out TagList? list, [NotNullWhen(false)] out string? problem)
    {
        (list, problem) = (null, null);
        var read = new TagList();
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        foreach (var (i, part) in parts.Index())
        {
            if (part.Length == 0 && i == parts.Length - 1 && i > 0)
                break; // A semicolon may end the list.
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? part : part[..equals].TrimEnd();
            if (part.Length == 0)
                problem = "There is nothing between two semicolons.";
            else if (equals < 0 || name.Length == 0 || !name.All(one => char.IsAsciiLetterOrDigit(one) || one == '_'))
                problem = $"'{part}' is no tag with a value.";
            else if (read[name] is not null)
                problem = $"The tag {name} is there twice.";
            if (problem is not null)
                return false;
            read._tags.Add((name, part[(equals + 1)..].TrimStart()));
        }

        list = read;
        return true;
    }
}
