using System.Text.Json.Serialization;

namespace Rockdove.Daemon;

/// <summary>What became of a request.</summary>
public sealed record AdministrationAnswer
{
    /// <summary>Why nothing was done; null when it was.</summary>
    public string? Error { get; init; }

    /// <summary>What was done, in a sentence; null for lists.</summary>
    public string? Done { get; init; }

    public IReadOnlyList<AccountListing>? Accounts { get; init; }

    public IReadOnlyList<AliasListing>? Aliases { get; init; }

    public IReadOnlyList<MailboxListing>? Mailboxes { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() =>
        System.Text.Json.JsonSerializer.Serialize(this, AdministrationJson.Default.AdministrationAnswer);
}

/// <summary>An account as an administrator sees it.</summary>
public sealed record AccountListing(
    string Name,
    string DisplayName,
    bool Enabled,
    bool Recoverable,
    IReadOnlyList<string> Addresses,
    long Messages,
    long Bytes,
    long? MostMessages,
    long? MostBytes);

/// <summary>An alias as an administrator sees it.</summary>
public sealed record AliasListing(string Address, IReadOnlyList<string> Targets);

/// <summary>A mailbox as an administrator sees it.</summary>
public sealed record MailboxListing(string Owner, string Name, long Messages, long Unseen, long Bytes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AdministrationRequest))]
[JsonSerializable(typeof(AdministrationAnswer))]
internal sealed partial class AdministrationJson : JsonSerializerContext;
