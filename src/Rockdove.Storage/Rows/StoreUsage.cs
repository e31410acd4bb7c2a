namespace Rockdove.Storage;

/// <summary>What a store holds at one moment.</summary>
/// <param name="Mailboxes">Mailboxes of all owners.</param>
/// <param name="Messages">Messages, each once in however many mailboxes.</param>
/// <param name="BodyBytes">Octets of the bodies of those messages, each once.</param>
/// <param name="StagedMessages">Messages begun and neither committed nor given up.</param>
/// <param name="StagedBytes">Octets of the bodies of those.</param>
public readonly record struct StoreUsage(
    long Mailboxes, long Messages, long BodyBytes, long StagedMessages, long StagedBytes);
