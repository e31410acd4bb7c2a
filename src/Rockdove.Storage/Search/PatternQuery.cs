using System.Text;
using System.Text.RegularExpressions;

namespace Rockdove.Storage;

/// <summary>A regular expression that finds something in a field.</summary>
public sealed partial class PatternQuery : SearchQuery
{
    internal PatternQuery(string field, string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (field.Length > MaximumTextLength)
            throw new ArgumentException($"A name is at most {MaximumTextLength} characters.", nameof(field));
        if (pattern.Length is 0 or > MaximumPatternLength)
            throw new ArgumentException($"a regular expression has 1 to {MaximumPatternLength} characters");
        if (RepetitionsOf(pattern) > MaximumRepetitions)
        {
            throw new ArgumentException(
                $"a regular expression repeats at most {MaximumRepetitions} times, all its counts multiplied");
        }
        (Field, Pattern, FieldOctets) = (field, pattern, Encoding.UTF8.GetBytes(SearchFold.Of(field)));
        Regex = Compile(pattern);
    }

    public string Field { get; }

    public string Pattern { get; }

    internal byte[] FieldOctets { get; }

    internal Regex Regex { get; }

    public override string ToString() => $"MATCH {Field} /{Pattern}/";

    private static Regex Compile(string pattern)
    {
        try
        {
            // Linear in the field, so that no mail that somebody makes up holds a search.
            return new(
                pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            throw new ArgumentException("look-around and back-references are not read in a regular expression here");
        }
        catch (RegexParseException error)
        {
            throw new ArgumentException(error.Message.TrimEnd('.')); // Who tells it makes a sentence of it.
        }
    }

    /// <summary>
    /// How large its counts can make it, one within the other. More than it is where they stand beside each other.
    /// </summary>
    private static long RepetitionsOf(string pattern)
    {
        var all = 1L;
        foreach (var match in Counts().EnumerateMatches(pattern))
        {
            var numbers = pattern.AsSpan(match.Index + 1, match.Length - 2);
            foreach (var range in numbers.Split(','))
            {
                if (numbers[range].IsEmpty)
                    continue;
                all *= Math.Max(1, int.TryParse(numbers[range], out var count) ? count : int.MaxValue);
                if (all > MaximumRepetitions)
                    return all;
            }
        }
        return all;
    }

    [GeneratedRegex(@"\{[0-9]+(,[0-9]*)?\}")]
    private static partial Regex Counts();

    /// <summary>Characters of a regular expression: more than anybody types into a search.</summary>
    public const int MaximumPatternLength = 200;

    /// <summary>
    /// What all counts (<c>{3}</c>, <c>{1,64}</c>) give when they are multiplied: each of them makes the expression so
    /// many times as large in memory, and those within others that many times again.
    /// </summary>
    public const int MaximumRepetitions = 1000;
}
