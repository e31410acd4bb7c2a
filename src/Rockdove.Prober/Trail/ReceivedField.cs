using System.Net;
using Rockdove.Mime;

namespace Rockdove.Prober;

/// <summary>
/// What one Received field says (RFC 5321 section 4.4). Servers write it as they like, so nothing in it is refused:
/// what cannot be understood is null, and the field is kept as it was written.
/// </summary>
internal sealed record ReceivedField
{
    /// <summary>Whom the mail came from, as that one called itself.</summary>
    public string? From { get; init; }

    /// <summary>The address that it came from.</summary>
    public string? FromAddress { get; init; }

    /// <summary>Who wrote the field.</summary>
    public string? By { get; init; }

    /// <summary>The protocol, such as <c>ESMTPS</c>.</summary>
    public string? With { get; init; }

    /// <summary>What the server called the mail.</summary>
    public string? Id { get; init; }

    /// <summary>For whom, without angle brackets.</summary>
    public string? For { get; init; }

    /// <summary>What it says of TLS: a comment of the server's, or the clause of RFC 8314 section 4.3.</summary>
    public string? Tls { get; init; }

    /// <summary>When, with the zone as it was written.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The field, unfolded.</summary>
    public required string Raw { get; init; }

    /// <summary>Reads a value, unfolded.</summary>
    public static ReceivedField Read(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var words = new ReceivedWords(value);
        var field = new ReceivedField { Raw = value };
        var clause = "";
        var text = "";
        foreach (var (kind, word) in words.BeforeDate())
        {
            if (kind == ReceivedWordKind.Word && Clauses.Contains(word))
            {
                field = field.Take(clause, text);
                (clause, text) = (word.ToLowerInvariant(), "");
            }
            else if (kind == ReceivedWordKind.Word)
            {
                text = text.Length == 0 ? word : $"{text} {word}";
            }
            else
            {
                field = field.Beside(clause, word);
            }
        }

        field = field.Take(clause, text);
        return words.DateText is { } date && MailDate.TryRead(date, out var moment)
            ? field with { Date = moment }
            : field;
    }

    /// <summary>Takes a clause. Of two of the same name the first counts.</summary>
    private ReceivedField Take(string clause, string text) => (clause, text) switch
    {
        (_, "") => this,
        ("from", _) => this with
        {
            From = From ?? FirstOf(text),
            FromAddress = FromAddress ?? AddressIn(text),
        },
        ("by", _) => this with { By = By ?? FirstOf(text) },
        ("with", _) => this with { With = With ?? text },
        ("id", _) => this with { Id = Id ?? FirstOf(text) },
        ("for", _) => this with { For = For ?? FirstOf(text).Trim('<', '>') },
        ("tls", _) => this with { Tls = Tls ?? text },
        _ => this,
    };

    /// <summary>Takes a comment: the address stands in the one behind <c>from</c>, and TLS in any.</summary>
    private ReceivedField Beside(string clause, string comment) => this with
    {
        FromAddress = FromAddress ?? (clause == "from" ? AddressIn(comment) : null),
        Tls = Tls ?? (SpeaksOfTls(comment) ? comment.Trim() : null),
    };

    private static string FirstOf(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    /// <summary>The first address in brackets, as RFC 5321 section 4.1.3 writes it, or bare.</summary>
    private static string? AddressIn(string text)
    {
        foreach (var word in text.Split([' ', '(', ')', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            var bare = word;
            if (word.IndexOf('[', StringComparison.Ordinal) is >= 0 and var open)
            {
                var close = word.IndexOf(']', open);
                bare = word[(open + 1)..(close < 0 ? word.Length : close)];
            }

            if (bare.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase))
                bare = bare["IPv6:".Length..];
            if (bare.AsSpan().IndexOfAny('.', ':') > 0 && IPAddress.TryParse(bare, out var address))
                return address.ToString();
            if (bare.StartsWith("::", StringComparison.Ordinal) && IPAddress.TryParse(bare, out address))
                return address.ToString();
        }

        return null;
    }

    /// <summary>
    /// Such as <c>using TLSv1.3 with cipher ...</c>, <c>version=TLS1_2 cipher=...</c>, <c>TLS1.3</c>.
    /// </summary>
    private static bool SpeaksOfTls(string comment)
    {
        foreach (var word in (string[])["TLS", "SSL"])
        {
            for (var at = 0; (at = comment.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
            {
                var version = comment.AsSpan(at + word.Length).TrimStart("vV");
                if (version.Length > 0 && char.IsAsciiDigit(version[0]))
                    return true;
            }
        }

        return false;
    }

    private static readonly HashSet<string> Clauses =
        new(StringComparer.OrdinalIgnoreCase) { "from", "by", "via", "with", "id", "for", "tls" };
}
