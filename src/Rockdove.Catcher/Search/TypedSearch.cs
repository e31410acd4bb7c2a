using System.Globalization;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>
/// What somebody typed to find mail, as a query: the words of Mailpit's search, and OR and parentheses besides.
/// </summary>
/// <remarks>
/// A word is looked for in the fields that people see, in the body and in the names of what is attached; quotes hold
/// several words together. <c>from:</c> <c>to:</c> <c>cc:</c> <c>bcc:</c> <c>reply-to:</c> <c>addressed:</c>
/// <c>subject:</c> <c>message-id:</c> <c>header:</c> <c>attachment:</c> <c>tag:</c> <c>before:</c> <c>after:</c>
/// <c>larger:</c> <c>smaller:</c> <c>is:read</c> <c>is:unread</c> <c>is:tagged</c> <c>has:attachment</c>
/// <c>has:inline</c> look elsewhere; <c>=</c> before an address wants it whole, and slashes around a subject are a
/// regular expression. <c>-</c> or <c>!</c> before any of these is its opposite. All must hold, but <c>OR</c> between
/// two wants one of them.
/// </remarks>
public sealed class TypedSearch
{
    internal TypedSearch(SearchQuery? query, IReadOnlyList<string> ignored, string? mistake) =>
        (Query, Ignored, Mistake) = (query, ignored, mistake);

    /// <summary>What is looked for; null if nothing is left to look for, or there is a <see cref="Mistake"/>.</summary>
    public SearchQuery? Query { get; }

    /// <summary>
    /// Words that say nothing or cannot be read, and that the query does without, as Mailpit does. Whoever is about to
    /// change what is found asks again instead.
    /// </summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>Why there is no query at all, such as a limit that it exceeds; null if that is not so.</summary>
    public string? Mistake { get; }

    /// <summary>Reads what was typed. No text makes it throw.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="zone">In which <c>before:</c> and <c>after:</c> are, where they name none.</param>
    /// <param name="tagKeywords">The keywords that are tags now, for <c>is:tagged</c>.</param>
    public static TypedSearch Read(string text, TimeZoneInfo zone, IReadOnlyList<string> tagKeywords)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(tagKeywords);
        if (text.Length > MaximumLength)
        {
            return new(null, [], string.Create(
                CultureInfo.InvariantCulture, $"a search is at most {MaximumLength} characters"));
        }

        var ignored = new List<string>();
        try
        {
            var reader = new TypedSearchReader(
                TypedWords.Of(text), new TypedConditions(zone, tagKeywords, ignored));
            return new(reader.Read(), ignored, null);
        }
        catch (ArgumentException error)
        {
            return new(null, ignored, error.Message);
        }
    }

    /// <summary>A date as <c>before:</c> reads it; null if it is none.</summary>
    public static DateTimeOffset? ReadDate(string text, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(zone);
        return TypedDate.Read(text, zone);
    }

    /// <summary>Characters that are read: more than anybody types, less than a line that a server takes.</summary>
    public const int MaximumLength = 4000;
}
