namespace Rockdove.Storage;

/// <summary>What a search looks at in one message. Immutable.</summary>
public sealed class SearchText
{
    private readonly string _body;

    /// <summary>Of a message that cannot be read.</summary>
    public static readonly SearchText None = new([], "", [], null, hasAttachment: false);

    /// <param name="fields">Of the header, decoded and without folds, in their order.</param>
    /// <param name="body">What the body says, decoded.</param>
    /// <param name="addresses">Those of the header, each as it is compared.</param>
    /// <param name="sentAt">The Date field, if it can be read.</param>
    /// <param name="hasAttachment">Whether something is attached.</param>
    /// <remarks>Fields and body are cut where they exceed <see cref="MaximumCharacters"/> together.</remarks>
    public SearchText(
        IReadOnlyList<SearchField> fields,
        string body,
        IReadOnlyList<SearchAddress> addresses,
        DateTimeOffset? sentAt,
        bool hasAttachment)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(addresses);
        var left = MaximumCharacters;
        var folded = new List<SearchField>(fields.Count);
        foreach (var field in fields)
        {
            if (left < field.Name.Length + field.Value.Length)
                break;
            left -= field.Name.Length + field.Value.Length;
            folded.Add(new(field.Name, SearchFold.Of(field.Value)));
        }
        Fields = folded;
        _body = body[..Math.Min(body.Length, left)];
        Addresses = [.. addresses.Select(static address => address with { Address = SearchFold.Of(address.Address) })];
        SentAt = sentAt;
        HasAttachment = hasAttachment;
    }

    /// <summary>The values are folded; the names are as they were.</summary>
    public IReadOnlyList<SearchField> Fields { get; }

    /// <summary>Folded, when it is first asked for: who looks into fields only does not pay for it.</summary>
    public string Body => field ??= SearchFold.Of(_body);

    /// <summary>Folded.</summary>
    public IReadOnlyList<SearchAddress> Addresses { get; }

    public DateTimeOffset? SentAt { get; }

    public bool HasAttachment { get; }

    /// <summary>Something is shown within the text.</summary>
    public bool HasInline { get; init; }

    /// <summary>
    /// Octets of a message that are given to a reader; what lies behind is not searched. Text comes before what is
    /// attached, and a search must not take the memory of the largest message there can be: a few times this is what
    /// it takes.
    /// </summary>
    public const int MaximumMessageBytes = 4 * 1024 * 1024;

    /// <summary>Characters of one message that are searched, far more than people write: a book.</summary>
    public const int MaximumCharacters = 512 * 1024;
}

/// <summary>A field of the header.</summary>
public readonly record struct SearchField(string Name, string Value);

/// <summary>An address, and where it stands.</summary>
public readonly record struct SearchAddress(AddressPlaces Place, string Address);
