namespace Rockdove.Storage.Sqlite;

/// <summary>Aliases as rows: one each, the targets in it.</summary>
internal static class AliasRows
{
    public static MailAlias? Find(SqliteConnection connection, AccountAddress address)
    {
        using var row = connection.Use(Select + " WHERE domain = ?1 AND local = ?2")
            .Bind(1, address.Domain.Text).Bind(2, address.LocalPart);
        return row.Step() ? Read(row) : null;
    }

    public static List<MailAlias> ListPatterns(SqliteConnection connection, MailDomain domain)
    {
        var found = new List<MailAlias>();
        using (var row = connection.Use(Select + " WHERE domain = ?1 AND instr(local, '*') > 0").Bind(1, domain.Text))
        {
            while (row.Step())
                found.Add(Read(row));
        }

        return [.. found
            .OrderByDescending(alias => alias.Address.LocalPart.Length)
            .ThenBy(alias => alias.Address.LocalPart, StringComparer.Ordinal)];
    }

    public static List<MailAlias> List(SqliteConnection connection)
    {
        var found = new List<MailAlias>();
        using (var row = connection.Use(Select))
        {
            while (row.Step())
                found.Add(Read(row));
        }

        return [.. found
            .OrderBy(alias => alias.Address.Domain.Text, StringComparer.Ordinal)
            .ThenBy(alias => alias.Address.LocalPart, StringComparer.Ordinal)];
    }

    public static bool Write(SqliteConnection connection, MailAlias alias)
    {
        if (!AccountRows.HasDomain(connection, alias.Address.Domain))
            return false;
        connection.Use("INSERT OR REPLACE INTO alias (domain, local, targets) VALUES (?1, ?2, ?3)")
            .Bind(1, alias.Address.Domain.Text).Bind(2, alias.Address.LocalPart)
            .Bind(3, string.Join('\n', alias.Targets)).Run();
        return true;
    }

    public static bool Delete(SqliteConnection connection, AccountAddress address)
    {
        using var row = connection.Use("DELETE FROM alias WHERE domain = ?1 AND local = ?2 RETURNING 1")
            .Bind(1, address.Domain.Text).Bind(2, address.LocalPart);
        return row.Step();
    }

    private static MailAlias Read(SqliteStatement row)
    {
        var domain = new MailDomain(row.Text(0));
        var address = row.Text(1) is { Length: > 0 } local
            ? new AccountAddress(local, domain)
            : AccountAddress.CatchAll(domain);
        return new MailAlias(address, row.Text(2).Split('\n'));
    }

    private const string Select = "SELECT domain, local, targets FROM alias";
}
