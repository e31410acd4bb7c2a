using System.Text;

namespace Rockdove.Smtp;

/// <summary>
/// A mailbox, <c>local-part@domain</c> (RFC 5321 section 4.1.2), kept exactly as the client wrote it. It cannot hold
/// CR,
/// LF or NUL.
/// </summary>
public readonly struct Mailbox : IEquatable<Mailbox>
{
    private readonly string? _address;
    private readonly int _at;

    internal Mailbox(string address, int at)
    {
        _address = address;
        _at = at;
    }

    /// <summary>
    /// As on the wire, quotes included and without angle brackets; good for Return-Path and for relaying.
    /// </summary>
    public string Address => _address ?? "";

    /// <summary>What the local part means: quotes and backslashes removed. Its case is kept (section 2.4).</summary>
    public string LocalPart => Unquote(Address.AsSpan(0, _at));

    /// <summary>The domain or address literal as written; empty only for <c>&lt;postmaster&gt;</c>.</summary>
    public string Domain => _at < Address.Length ? Address[(_at + 1)..] : "";

    /// <summary>True when it has octets outside ASCII, so that it may travel only with SMTPUTF8 (RFC 6531).</summary>
    public bool IsInternational => !Ascii.IsValid(Address);

    /// <summary>Reads an address without brackets, as a person writes it.</summary>
    public static bool TryParse(string text, out Mailbox mailbox) =>
        PathGrammar.TryParseMailbox(Encoding.UTF8.GetBytes(text), out mailbox) && mailbox.Domain.Length > 0;

    /// <summary>Reads an address without brackets.</summary>
    /// <exception cref="FormatException">It is not <c>local-part@domain</c>.</exception>
    public static Mailbox Parse(string text) => TryParse(text, out var mailbox)
        ? mailbox
        : throw new FormatException($"'{text}' is not an address such as user@example.org (RFC 5321 section 4.1.2).");

    /// <summary>
    /// Equal when a final host must treat them alike: the domain in any case, the local part exactly.
    /// </summary>
    public bool Equals(Mailbox other) =>
        string.Equals(LocalPart, other.LocalPart, StringComparison.Ordinal)
        && string.Equals(Domain, other.Domain, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is Mailbox other && Equals(other);

    public override int GetHashCode() =>
        HashCode.Combine(LocalPart, StringComparer.OrdinalIgnoreCase.GetHashCode(Domain));

    public override string ToString() => Address;

    public static bool operator ==(Mailbox left, Mailbox right) => left.Equals(right);

    public static bool operator !=(Mailbox left, Mailbox right) => !left.Equals(right);

    private static string Unquote(ReadOnlySpan<char> local)
    {
        if (local.Length < 2 || local[0] != '"')
            return local.ToString();
        var text = new StringBuilder(local.Length);
        for (var i = 1; i < local.Length - 1; i++)
        {
            if (local[i] == '\\')
                i++;
            text.Append(local[i]);
        }

        return text.ToString();
    }
}
