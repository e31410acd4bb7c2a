using System.Text.Json.Serialization;

namespace Rockdove.Daemon;

/// <summary>What an administrator may ask for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AdministrationCommand>))]
public enum AdministrationCommand : byte
{
    AccountAdd,
    AccountPassword,
    AccountList,
    AccountEnable,
    AccountDisable,
    AccountRemove,
    AccountQuota,
    AliasAdd,
    AliasList,
    AliasRemove,
    MailboxList,
    MailboxCreate,
    MailboxRename,
    MailboxDelete,
}

/// <summary>One request of an administrator: a command, and what it is about.</summary>
public sealed record AdministrationRequest
{
    public required AdministrationCommand Command { get; init; }

    /// <summary>The name of an account; of mailboxes, whose they are.</summary>
    public string? Account { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Addresses of a new account, beside its name if that is one.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>What a password is verified with; the password itself does not travel.</summary>
    public IReadOnlyList<string>? Verifiers { get; init; }

    /// <summary>
    /// Octets that an account may have. Null is for a new one what the settings say, for another one what it was.
    /// </summary>
    public long? QuotaBytes { get; init; }

    /// <summary>Messages that an account may have; null as above.</summary>
    public long? QuotaMessages { get; init; }

    /// <summary>An account that exists may have what the settings say now.</summary>
    public bool WithDefaultQuota { get; init; }

    /// <summary>Removes the mail of the account as well.</summary>
    public bool WithMail { get; init; }

    public string? Alias { get; init; }

    public IReadOnlyList<string>? Targets { get; init; }

    public string? Mailbox { get; init; }

    /// <summary>What a mailbox shall be called.</summary>
    public string? NewName { get; init; }
}
