namespace Rockdove.Storage.Sqlite;

/// <summary>Flags as two columns: the system flags as a number, the keywords as text.</summary>
internal static class FlagColumns
{
    public static string? KeywordsOf(FlagSet flags) =>
        flags.Keywords.IsEmpty ? null : string.Join(' ', flags.Keywords);

    public static FlagSet Read(SqliteStatement row, int flags, int keywords)
    {
        var system = (SystemFlags)row.Long(flags);
        return row.IsNull(keywords) ? system : new FlagSet(system, row.Text(keywords).Split(' '));
    }
}
