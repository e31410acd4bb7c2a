namespace Rockdove.Storage.Sqlite;

/// <summary>How far a backup or restore has come.</summary>
/// <param name="Bytes">Octets copied.</param>
/// <param name="ExpectedBytes">Octets there are, as far as known.</param>
public readonly record struct StoreCopyProgress(long Bytes, long ExpectedBytes);
