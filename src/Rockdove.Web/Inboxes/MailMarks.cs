using Rockdove.Catcher;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>What people set on a message, as it is in one inbox.</summary>
internal static class MailMarks
{
    public static bool IsRead(this MessageRow row) => row.Flags.Has(SystemFlags.Seen);

    /// <summary>By the letters.</summary>
    public static IReadOnlyList<string> Tags(this MessageRow row)
    {
        var tags = new List<string>();
        foreach (var keyword in row.Flags.Keywords)
        {
            if (TagName.Of(keyword) is { } tag)
                tags.Add(tag);
        }

        tags.Sort(StringComparer.OrdinalIgnoreCase);
        return tags;
    }

    /// <exception cref="RefusalException">One cannot be a tag, or there are too many.</exception>
    public static FlagSet Keywords(string name, IReadOnlyList<string>? tags)
    {
        if (tags is null or [])
            return FlagSet.None;
        if (tags.Count > CaughtTags.MaximumTags)
            throw RefusalException.BadRequest($"{name} has {CaughtTags.MaximumTags} tags at most.");
        return new FlagSet(SystemFlags.None, [.. tags.Select(tag => Keyword(name, tag))]);
    }

    private static string Keyword(string name, string? tag) =>
        TagName.ToKeyword(tag ?? "") ?? throw RefusalException.BadRequest(
            $"'{tag}' in {name} cannot be a tag: allowed are letters, digits, spaces and - _ . @, "
            + $"at most {TagName.MaximumLength} of them.");
}
