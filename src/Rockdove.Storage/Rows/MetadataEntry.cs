using System.Buffers;

namespace Rockdove.Storage;

/// <summary>An annotation: a name and a value of octets, of a mailbox or of an owner (RFC 5464 section 3).</summary>
public readonly record struct MetadataEntry
{
    /// <param name="name">As <see cref="IsName"/> says. Kept in lower case: names are compared without it.</param>
    /// <param name="value">Null removes the entry; empty is a value.</param>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public MetadataEntry(string name, ReadOnlyMemory<byte>? value)
    {
        if (!IsName(name))
        {
            throw new ArgumentException(
                $"A metadata entry is named /private/... or /shared/..., in at most {MaximumNameLength} characters.",
                nameof(name));
        }
        Name = name.ToLowerInvariant();
        Value = value;
    }

    public string Name { get; }

    public ReadOnlyMemory<byte>? Value { get; }

    /// <summary>
    /// Whether the text may name an entry: <c>/private/</c> or <c>/shared/</c> and more, printable ASCII without
    /// <c>*</c> and <c>%</c>, with no two slashes together and none at the end (RFC 5464 section 3.1).
    /// </summary>
    public static bool IsName(ReadOnlySpan<char> text) =>
        text.Length <= MaximumNameLength
        && (text.StartsWith("/private/", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("/shared/", StringComparison.OrdinalIgnoreCase))
        && text[^1] != '/'
        && text.IndexOf("//", StringComparison.Ordinal) < 0
        && !text.ContainsAnyExcept(NameCharacters);

    /// <summary>Characters. Registered names have fewer than fifty.</summary>
    public const int MaximumNameLength = 255;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "!\"#$&'()+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~ ");
}

/// <summary>What annotations are about, and for whom.</summary>
/// <param name="Mailbox">Null for those about the server.</param>
/// <param name="Viewer">
/// The account that sees them, for <c>/private</c>; empty for <c>/shared</c>, which everybody sees. Whoever asks keeps
/// the two apart: the store only compares.
/// </param>
public readonly record struct MetadataPlace(MailboxId? Mailbox, string Viewer);

/// <summary>What became of one <see cref="IMailboxAttributes.SetMetadataAsync"/>.</summary>
public enum MetadataOutcome : byte
{
    Stored,

    /// <summary>There is no such mailbox: <c>NO [NONEXISTENT]</c>.</summary>
    NoMailbox,

    /// <summary>
    /// A value has more than <see cref="IMailboxAttributes.MaximumMetadataBytes"/>: <c>NO [METADATA MAXSIZE]</c>.
    /// </summary>
    TooLarge,

    /// <summary>
    /// The place would have more than <see cref="IMailboxAttributes.MaximumMetadataEntries"/>:
    /// <c>NO [METADATA TOOMANY]</c>.
    /// </summary>
    TooMany,
}
