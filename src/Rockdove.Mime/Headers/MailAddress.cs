using System.Collections;
using System.Text;

namespace Rockdove.Mime;

/// <summary>A mailbox: a display name and an address (RFC 5322 section 3.4).</summary>
/// <param name="Name">Decoded, without quotes; empty when there is none.</param>
/// <param name="LocalPart">Without quotes.</param>
/// <param name="Domain">As written, without comments; empty when the address has none.</param>
public sealed record MailAddress(string Name, string LocalPart, string Domain)
{
    /// <summary>The address as it is written, such as <c>"two words"@example.org</c>.</summary>
    public string Address
    {
        get
        {
            var local = NeedsQuotes(LocalPart) ? Quote(LocalPart) : LocalPart;
            return Domain.Length == 0 ? local : $"{local}@{Domain}";
        }
    }

    /// <summary>
    /// The domain with A-labels, as DNS and servers without SMTPUTF8 want it, such as <c>xn--bcher-kva.example</c>.
    /// Null when it cannot be written so, and for the same reasons an address literal is left as it is.
    /// </summary>
    public string? AsciiDomain => InternationalDomain.ToAscii(Domain);

    /// <summary>The domain with U-labels, as people read it; labels that are no valid IDN stay as they are.</summary>
    public string UnicodeDomain => InternationalDomain.ToUnicode(Domain);

    /// <summary>
    /// Reads one address as a person types it: <c>ann@example.org</c> or <c>Ann &lt;ann@example.org&gt;</c>. Null
    /// unless it is exactly one address with a domain and without defects.
    /// </summary>
    public static MailAddress? Parse(string text)
    {
        DefectList defects = new(1);
        var list = AddressList.Read(text, 2, defects);
        return list.Count == 1 && list.Groups.Count == 0 && list[0].Domain.Length > 0 && list[0].LocalPart.Length > 0
            && defects.Items.Count == 0 ? list[0] : null;
    }

    /// <summary>For people, not for headers: the name is not quoted.</summary>
    public override string ToString() => Name.Length == 0 ? Address : $"{Name} <{Address}>";

    internal static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                quoted.Append('\\');
            quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    // dot-atom of RFC 5322 section 3.2.3, with the letters of RFC 6532.
    private static bool NeedsQuotes(string local)
    {
        if (local.Length == 0)
            return false;
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
            return true;
        foreach (var character in local)
        {
            if (character != '.' && !AddressReader.IsAtomText(character))
                return true;
        }

        return false;
    }
}

/// <summary>
/// A named group of an address list (RFC 5322 section 3.4): the addresses from First on, Count of them.
/// </summary>
/// <param name="Name">Decoded.</param>
/// <param name="First">Index into the list.</param>
/// <param name="Count">0 in an empty group.</param>
public readonly record struct AddressGroup(string Name, int First, int Count);

/// <summary>The addresses of a field in their order, and the groups that some of them are in.</summary>
public sealed class AddressList : IReadOnlyList<MailAddress>
{
    internal static readonly AddressList Empty = new([], []);

    private readonly List<MailAddress> _addresses;

    internal AddressList(List<MailAddress> addresses, List<AddressGroup> groups)
    {
        _addresses = addresses;
        Groups = groups;
    }

    /// <summary>Also the empty ones, such as <c>undisclosed-recipients:;</c>.</summary>
    public IReadOnlyList<AddressGroup> Groups { get; }

    public int Count => _addresses.Count;

    public MailAddress this[int index] => _addresses[index];

    /// <summary>
    /// Reads the value of an address field, unfolded and not yet decoded. Whatever is written, something comes out: a
    /// word without a domain is an address without a domain.
    /// </summary>
    public static AddressList Read(string value) => Read(value, MimeLimits.Default.AddressesInField);

    /// <summary>
    /// As <see cref="Read(string)"/>; false where the value does not follow the grammar, obsolete forms included (RFC
    /// 5322 sections 3.4 and 4.4). Then other readers may find other addresses, and none should be relied on.
    /// </summary>
    public static bool TryRead(string value, out AddressList addresses)
    {
        DefectList defects = new(MimeLimits.Default.Defects);
        addresses = Read(value, MimeLimits.Default.AddressesInField, defects);
        foreach (var defect in defects.Items)
        {
            if (defect.Kind is MimeDefectKind.AddressMalformed or MimeDefectKind.TooManyAddresses
                or MimeDefectKind.TooManyDefects)
                return false;
        }

        return true;
    }

    /// <summary>
    /// As <see cref="Read(string)"/>, but names and groups keep their encoded words, as IMAP's ENVELOPE tells them (RFC
    /// 9051 section 7.5.2).
    /// </summary>
    public static AddressList ReadUndecoded(string value) =>
        new AddressReader(value, MimeLimits.Default.AddressesInField, null, 0, keepsEncodedWords: true).Read();

    public IEnumerator<MailAddress> GetEnumerator() => _addresses.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static AddressList Read(string value, int limit, DefectList? defects = null, int offset = 0) =>
        new AddressReader(value, limit, defects, offset).Read();
}
