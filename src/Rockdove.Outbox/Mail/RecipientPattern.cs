using System.Text.RegularExpressions;

namespace Rockdove.Outbox;

/// <summary>
/// Which addresses are meant: one (<c>ann@example.org</c>), those of a domain (<c>example.org</c> or
/// <c>@example.org</c>), those of a domain and all below it (<c>.example.org</c>), or those in which a regular
/// expression between slashes finds something (<c>/^dev-.*@/</c>). Case makes no difference.
/// </summary>
public sealed class RecipientPattern
{
    private readonly string _text;
    private readonly Regex? _regex;

    private RecipientPattern(string text, Regex? regex) => (_text, _regex) = (text, regex);

    /// <exception cref="ArgumentException">It is none of these; says why.</exception>
    public static RecipientPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaximumLength)
            throw new ArgumentException($"a pattern has at most {MaximumLength} characters");
        if (text is ['/', .., '/'] and not "//" && text.Length > 2)
            return OfRegex(text[1..^1]);
        var bare = text.TrimStart('@', '.');
        if (bare.Length == 0 || text.Any(c => c is <= ' ' or '<' or '>' or ',' or '/'))
            throw new ArgumentException("a pattern is an address, a domain, or a regular expression between slashes");
        return new RecipientPattern(text.StartsWith('@') ? bare : text, null);
    }

    /// <summary>A regular expression without slashes.</summary>
    /// <exception cref="ArgumentException">It is none that can be matched in bounded time; says why.</exception>
    public static RecipientPattern OfRegex(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        if (expression.Length > MaximumLength)
            throw new ArgumentException($"a pattern has at most {MaximumLength} characters");
        try
        {
            // Linear in the address, so that no address that somebody makes up holds the queue.
            return new RecipientPattern(
                $"/{expression}/",
                new Regex(
                    expression,
                    RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
                    Patience));
        }
        catch (NotSupportedException)
        {
            throw new ArgumentException("look-around and back-references are not read here");
        }
        catch (RegexParseException error)
        {
            throw new ArgumentException(error.Message.TrimEnd('.')); // Who tells it makes a sentence of it.
        }
    }

    public bool Matches(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (_regex is not null)
            return MatchesRegex(address);
        if (_text.Contains('@', StringComparison.Ordinal))
            return address.Equals(_text, StringComparison.OrdinalIgnoreCase);
        var domain = address[(address.LastIndexOf('@') + 1)..];
        return _text.StartsWith('.')
            ? domain.EndsWith(_text, StringComparison.OrdinalIgnoreCase)
                || domain.Equals(_text[1..], StringComparison.OrdinalIgnoreCase)
            : domain.Equals(_text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;

    private bool MatchesRegex(string address)
    {
        try
        {
            return _regex!.IsMatch(address);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>Characters of a pattern: more than a list of all names of a team.</summary>
    public const int MaximumLength = 1000;

    /// <summary>For one address. A second bound: an expression without backtracking needs microseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
}
