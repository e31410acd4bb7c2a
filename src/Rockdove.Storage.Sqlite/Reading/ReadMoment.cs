namespace Rockdove.Storage.Sqlite;

/// <summary>Several queries that see the same moment.</summary>
internal readonly struct ReadMoment : IDisposable
{
    private readonly SqliteConnection _connection;

    public ReadMoment(SqliteConnection connection)
    {
        _connection = connection;
        connection.Use("BEGIN").Run();
    }

    public void Dispose() => _connection.Use("COMMIT").Run();
}
