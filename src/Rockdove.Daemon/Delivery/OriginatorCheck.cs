using System.Globalization;
using Rockdove.Mime;
using Rockdove.Smtp;
using Rockdove.Storage;

namespace Rockdove.Daemon;

/// <summary>
/// Whether somebody may send a message with the From and Sender fields that it has. RFC 6409 section 6.1 lets a
/// submission server refuse what is not theirs, and readers show these fields, not the envelope.
/// </summary>
internal sealed class OriginatorCheck(OriginatorRule rule, AddressBook book, Account account)
{
    /// <summary>The reply to a message that may not be sent; null for one that may.</summary>
    public async ValueTask<SmtpReply?> RefuseAsync(PassingHeader header, CancellationToken cancellationToken)
    {
        if (rule == OriginatorRule.Any)
            return null;
        if (header.IsTooLong)
            return TooLong;
        var fields = MimeMessage.Read(header.Originators).Headers;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var hasSender = false;
        foreach (var sender in fields.All("Sender"))
        {
            if (await RefuseAsync("Sender", sender, seen, cancellationToken) is { } refusal)
                return refusal;
            hasSender = true;
        }

        if (rule == OriginatorRule.Sender && hasSender)
            return null;
        foreach (var from in fields.All("From"))
        {
            if (await RefuseAsync("From", from, seen, cancellationToken) is { } refusal)
                return refusal;
        }

        return null;
    }

    private async ValueTask<SmtpReply?> RefuseAsync(
        string name, HeaderField field, HashSet<string> seen, CancellationToken cancellationToken)
    {
        if (!AddressList.TryRead(field.Unfolded, out var addresses))
            return Unreadable(name);
        foreach (var address in addresses)
        {
            if (!seen.Add(address.Address))
                continue;
            if (seen.Count > MaximumAddresses)
                return TooMany;
            if (!await IsOwnAsync(address.Address, cancellationToken))
                return NotYours(name, address.Address);
        }

        // RFC 5322 section 3.6.2 has one address in Sender; without any it says nothing.
        return name == "Sender" && addresses.Count == 0 ? Unreadable(name) : null;
    }

    private async ValueTask<bool> IsOwnAsync(string text, CancellationToken cancellationToken) =>
        MailAddress.TryRead(text) is { IsCatchAll: false } address
        && await book.LeadsToAsync(address, account, cancellationToken);

    private static SmtpReply Unreadable(string name) =>
        new(550, "5.7.1", $"{name} has no addresses that can be read: write Name <user@domain>");

    private static SmtpReply NotYours(string name, string address) =>
        new(550, "5.7.1", $"{name}: {Shown(address)} is not yours to send from");

    /// <summary>A reply is a line, and of ASCII unless the client has asked for more.</summary>
    private static string Shown(string address)
    {
        var ascii = string.Concat(address.Take(ShownCharacters).Select(one => one is >= ' ' and <= '~' ? one : '?'));
        return address.Length <= ShownCharacters ? ascii : $"{ascii}...";
    }

    private static readonly SmtpReply TooLong = new(550, "5.7.1", string.Create(
        CultureInfo.InvariantCulture,
        $"From and Sender have more than {PassingHeader.MaximumOriginatorOctets} octets"));

    private static readonly SmtpReply TooMany = new(550, "5.7.1", string.Create(
        CultureInfo.InvariantCulture, $"From and Sender have more than {MaximumAddresses} addresses"));

    /// <summary>Each costs some look-ups. People who write together are fewer.</summary>
    public const int MaximumAddresses = 100;

    /// <summary>The longest address (RFC 5321 section 4.5.3.1.3) has 256 with its brackets.</summary>
    private const int ShownCharacters = 254;
}
