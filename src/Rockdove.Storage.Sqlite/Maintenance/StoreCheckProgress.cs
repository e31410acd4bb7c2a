namespace Rockdove.Storage.Sqlite;

/// <summary>How far a check has come.</summary>
/// <param name="Bodies">Bodies looked at.</param>
/// <param name="Bytes">Octets of them.</param>
/// <param name="ExpectedBodies">How many there are.</param>
/// <param name="ExpectedBytes">Octets of them.</param>
public readonly record struct StoreCheckProgress(long Bodies, long Bytes, long ExpectedBodies, long ExpectedBytes);
