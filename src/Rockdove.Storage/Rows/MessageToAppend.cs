namespace Rockdove.Storage;

/// <summary>One of the messages that <see cref="IMailStore.AppendAsync"/> makes real together.</summary>
/// <param name="Message">From <see cref="IMailStore.StageAsync"/> of the same store.</param>
/// <param name="Details">What was found in it; <see cref="MessageDetails.None"/> if nobody looked.</param>
/// <param name="InternalDate">INTERNALDATE (RFC 9051 section 2.3.3).</param>
/// <param name="Flags">What it has from the beginning.</param>
public sealed record MessageToAppend(
    IStagedMessage Message, MessageDetails Details, DateTimeOffset InternalDate, FlagSet Flags = default);
