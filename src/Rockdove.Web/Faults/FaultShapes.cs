using System.Text.Json.Serialization;
using Rockdove.Mock;

namespace Rockdove.Web;

/// <summary>The rules for an inbox, or for all mail.</summary>
/// <param name="Script">As it was given; empty where there is none.</param>
/// <param name="Rules">What each of them has done since then.</param>
internal sealed record FaultsShape(string Script, IReadOnlyList<MockRuleCount> Rules);

/// <summary>Mailpit's. What is left out fails with 451, and never.</summary>
internal sealed record ChaosShape
{
    public ChaosTriggerShape Sender { get; init => field = value ?? new(); } = new();

    public ChaosTriggerShape Recipient { get; init => field = value ?? new(); } = new();

    public ChaosTriggerShape Authentication { get; init => field = value ?? new(); } = new();

    [JsonIgnore]
    public bool IsPossible => Sender.IsPossible && Recipient.IsPossible && Authentication.IsPossible;
}

/// <param name="ErrorCode">400 to 599.</param>
/// <param name="Probability">Of a hundred.</param>
internal sealed record ChaosTriggerShape(int ErrorCode = 451, int Probability = 0)
{
    [JsonIgnore]
    public bool IsPossible => ErrorCode is >= 400 and <= 599 && Probability is >= 0 and <= 100;
}

/// <summary>MailHog's. Chances are from 0 to 1, speeds octets a second; what is left out is 0.</summary>
internal sealed record JimShape
{
    public double DisconnectChance { get; init; }

    public double AcceptChance { get; init; }

    public double LinkSpeedAffect { get; init; }

    public double LinkSpeedMin { get; init; }

    public double LinkSpeedMax { get; init; }

    public double RejectSenderChance { get; init; }

    public double RejectRecipientChance { get; init; }

    public double RejectAuthChance { get; init; }

    [JsonIgnore]
    public bool IsPossible =>
        Array.TrueForAll(
            [
                DisconnectChance, AcceptChance, LinkSpeedAffect, RejectSenderChance, RejectRecipientChance,
                RejectAuthChance,
            ],
            chance => chance is >= 0 and <= 1)
        && LinkSpeedMin >= 0 && LinkSpeedMin <= LinkSpeedMax && LinkSpeedMax <= FastestLink;

    /// <summary>What MailHog's flags are unless told.</summary>
    public static JimShape Usual { get; } = new()
    {
        DisconnectChance = 0.005,
        AcceptChance = 0.99,
        LinkSpeedAffect = 0.1,
        LinkSpeedMin = 1024,
        LinkSpeedMax = 10_240,
        RejectSenderChance = 0.05,
        RejectRecipientChance = 0.05,
        RejectAuthChance = 0.05,
    };

    /// <summary>Ten gigabytes a second: nobody would notice.</summary>
    private const double FastestLink = 1e10;
}

[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ChaosShape))]
[JsonSerializable(typeof(JimShape))]
internal sealed partial class PeerFaultJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FaultsShape))]
internal sealed partial class FaultJson : JsonSerializerContext;
