namespace Rockdove.Storage.Sqlite;

/// <summary>A copy of a store that is whole.</summary>
/// <param name="Messages">Messages and blobs in it.</param>
/// <param name="Bytes">Octets copied.</param>
/// <param name="OtherFiles">Files that are none of the store's and were copied as well.</param>
/// <param name="LeftOut">Files that can be made again and were not copied.</param>
/// <param name="Damage">
/// What was wrong in the store already, and so is in the copy; of a sound store there is none.
/// </param>
public sealed record StoreCopyResult(
    long Messages,
    long Bytes,
    IReadOnlyList<string> OtherFiles,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<StoreDamage> Damage);
