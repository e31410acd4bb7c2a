namespace Rockdove.Storage.Sqlite;

/// <summary>One of the messages of <see cref="AppendMessages"/>.</summary>
/// <param name="Body">Sealed.</param>
/// <param name="Message">What is written of it besides its body.</param>
/// <param name="InternalDate">INTERNALDATE.</param>
/// <param name="Flags">What it has from the beginning.</param>
internal sealed record StagedAppend(BodyStage Body, NewMessage Message, DateTimeOffset InternalDate, FlagSet Flags);
