namespace Rockdove.Storage;

/// <summary>Somebody who may log in and receive mail: a value, as it was when it was read.</summary>
public sealed record Account
{
    public required AccountName Name { get; init; }

    /// <summary>For people to read.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Whether the account may be used. Who asks decides what that means: login, delivery or both.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>
    /// What passwords are verified with, each in PHC form, such as <c>$scram-sha-256$...</c> or <c>$argon2id$...</c>.
    /// Several, as one password is verified by several mechanisms. The store only looks at the form.
    /// </summary>
    public IReadOnlyList<string> Verifiers { get; init; } = [];

    /// <summary>Its own address and its aliases. Each belongs to one account.</summary>
    public IReadOnlyList<AccountAddress> Addresses { get; init; } = [];

    /// <summary>1 for a new account, one more after each change.</summary>
    public long Version { get; init; }

    /// <summary>Refuses what no store keeps. For those who write stores.</summary>
    /// <exception cref="ArgumentException">Says what, and where the limit is.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Name.Text, nameof(Name));
        if (DisplayName.Length > MaximumDisplayNameLength || DisplayName.Any(char.IsControl))
        {
            throw new ArgumentException(
                $"A display name has at most {MaximumDisplayNameLength} characters, none of them a control character.",
                nameof(DisplayName));
        }
        if (Verifiers.Count > MaximumVerifiers)
            throw new ArgumentException($"At most {MaximumVerifiers} verifiers.", nameof(Verifiers));
        if (!Verifiers.All(IsVerifier))
        {
            throw new ArgumentException(
                $"A verifier is $, a scheme, $ and more, of at most {MaximumVerifierLength} printable characters of "
                + "ASCII. No password is kept.",
                nameof(Verifiers));
        }
        if (Addresses.Count > MaximumAddresses)
            throw new ArgumentException($"At most {MaximumAddresses} addresses.", nameof(Addresses));
        if (Addresses.Any(address => address.Domain.Text is null) || Addresses.Distinct().Count() < Addresses.Count)
            throw new ArgumentException("An address is named twice, or is none.", nameof(Addresses));
    }

    private static bool IsVerifier(string text) =>
        text.Length is > 2 and <= MaximumVerifierLength
        && text[0] == '$'
        && text.IndexOf('$', 1) is > 1 and var end
        && end < text.Length - 1
        && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        && text.AsSpan(1, end - 1).ContainsAnyExcept('-', '$');

    /// <summary>Characters.</summary>
    public const int MaximumDisplayNameLength = 200;

    /// <summary>More than there are mechanisms, with some application passwords.</summary>
    public const int MaximumVerifiers = 50;

    /// <summary>Characters. The longest in use have some three hundred.</summary>
    public const int MaximumVerifierLength = 1000;

    /// <summary>Addresses of one account: a value is read and written as a whole.</summary>
    public const int MaximumAddresses = 1000;
}
