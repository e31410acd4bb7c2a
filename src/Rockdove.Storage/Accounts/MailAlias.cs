namespace Rockdove.Storage;

/// <summary>An address that stands for others.</summary>
/// <param name="Address">
/// What stands in RCPT. A <c>*</c> in its local part is any text, also none; a catch-all is every address of the
/// domain that nobody else has.
/// </param>
/// <param name="Targets">Where the mail goes instead: addresses, which may be aliases themselves.</param>
public sealed record MailAlias(AccountAddress Address, IReadOnlyList<string> Targets)
{
    /// <summary>Whether a <c>*</c> in the local part stands for any text.</summary>
    public bool IsPattern => Address.LocalPart.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether the address is meant, to the letter or by the <c>*</c> of a pattern.</summary>
    public bool Matches(AccountAddress address)
    {
        if (address.Domain != Address.Domain || address.IsCatchAll)
            return false;
        var pieces = Address.LocalPart.Split('*');
        if (pieces.Length == 1)
            return address.LocalPart == Address.LocalPart;
        var local = address.LocalPart.AsSpan();
        if (local.Length < pieces[0].Length + pieces[^1].Length
            || !local.StartsWith(pieces[0], StringComparison.Ordinal)
            || !local.EndsWith(pieces[^1], StringComparison.Ordinal))
            return false;
        local = local[pieces[0].Length..^pieces[^1].Length];
        foreach (var piece in pieces.AsSpan(1, pieces.Length - 2))
        {
            // The first place is as good as any: what comes after it only has more room.
            var at = local.IndexOf(piece, StringComparison.Ordinal);
            if (at < 0)
                return false;
            local = local[(at + piece.Length)..];
        }

        return true;
    }

    /// <summary>Refuses what no store keeps. For those who write stores.</summary>
    /// <exception cref="ArgumentException">Says what, and where the limit is.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Address.Domain.Text, nameof(Address));
        if (Targets.Count is < 1 or > MaximumTargets)
            throw new ArgumentException($"An alias has 1 to {MaximumTargets} targets.", nameof(Targets));
        if (Targets.Any(target => target.Length is 0 or > AccountName.MaximumLength || target.Any(char.IsControl)))
        {
            throw new ArgumentException(
                $"A target has at most {AccountName.MaximumLength} characters, none of them a control character.",
                nameof(Targets));
        }
    }

    /// <summary>
    /// Targets of one alias: a value is read and written as a whole. Larger lists are a list server's.
    /// </summary>
    public const int MaximumTargets = 1000;
}
