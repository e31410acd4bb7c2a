namespace Rockdove.Storage;

/// <summary>A domain that accounts have addresses in, as it is compared: without regard to case.</summary>
/// <remarks>
/// U-labels and A-labels of one domain are two texts here. Whoever asks takes one of the two forms everywhere.
/// </remarks>
public readonly record struct MailDomain
{
    /// <exception cref="ArgumentException">The text is empty, too long, or has control characters or an @.</exception>
    public MailDomain(string text)
    {
        Text = NamePreparation.Prepare(text, MaximumLength, "A domain");
        if (Text.Contains('@', StringComparison.Ordinal))
            throw new ArgumentException("A domain has no @.", nameof(text));
    }

    public string Text { get; }

    public override string ToString() => Text;

    /// <summary>Characters (RFC 5321 section 4.5.3.1.2).</summary>
    public const int MaximumLength = 255;
}
