namespace Rockdove.Storage;

/// <summary>The name by which somebody logs in, as it is compared.</summary>
/// <remarks>
/// Upper case becomes lower case, by Unicode's simple mapping. That is the part of UsernameCaseMapped (RFC 8265 section
/// 3.3) that .NET does alike with and without ICU; composing (NFC) it does not, so whoever takes names from people with
/// such letters composes them first. A name may be an address or not; to the store it is a text.
/// </remarks>
public readonly record struct AccountName
{
    /// <exception cref="ArgumentException">The text is empty, too long, or has control characters.</exception>
    public AccountName(string text) => Text = NamePreparation.Prepare(text, MaximumLength, "An account name");

    public string Text { get; }

    public override string ToString() => Text;

    /// <summary>Characters: an address of the greatest length (RFC 5321 section 4.5.3.1) fits.</summary>
    public const int MaximumLength = 320;
}
