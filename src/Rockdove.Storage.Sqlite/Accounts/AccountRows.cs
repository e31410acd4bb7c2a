namespace Rockdove.Storage.Sqlite;

/// <summary>Accounts as rows: one for the account, one for each address.</summary>
internal static class AccountRows
{
    public static Account? Find(SqliteConnection connection, AccountName name)
    {
        long key;
        Account account;
        using (var row = connection.Use("SELECT " + Columns + " FROM account WHERE name = ?1").Bind(1, name.Text))
        {
            if (!row.Step())
                return null;
            (key, account) = Read(row);
        }
        return account with { Addresses = AddressesOf(connection, key) };
    }

    public static Account? Find(SqliteConnection connection, AccountAddress address)
    {
        long key;
        Account account;
        using (var row = connection.Use(
            "SELECT " + Columns + " FROM account WHERE key = "
            + "(SELECT account FROM address WHERE domain = ?1 AND local = ?2)")
            .Bind(1, address.Domain.Text).Bind(2, address.LocalPart))
        {
            if (!row.Step())
                return null;
            (key, account) = Read(row);
        }
        return account with { Addresses = AddressesOf(connection, key) };
    }

    public static List<Account> List(SqliteConnection connection, AccountName? after, int limit)
    {
        var found = new List<(long Key, Account Account)>();
        using (var row = connection.Use(
            "SELECT " + Columns + " FROM account WHERE name > ?1 ORDER BY name LIMIT ?2")
            .Bind(1, after is { } name ? name.Text : "").Bind(2, limit))
        {
            while (row.Step())
                found.Add(Read(row));
        }
        return found.ConvertAll(each => each.Account with { Addresses = AddressesOf(connection, each.Key) });
    }

    public static bool HasDomain(SqliteConnection connection, MailDomain domain)
    {
        using var row = connection.Use("SELECT 1 FROM domain WHERE name = ?1").Bind(1, domain.Text);
        return row.Step();
    }

    /// <summary>Writes a new account, or one that is there, unless an address is in the way.</summary>
    public static AccountChange Write(SqliteConnection connection, Account account)
    {
        foreach (var address in account.Addresses)
        {
            if (!HasDomain(connection, address.Domain))
                return new(AccountOutcome.NoDomain, null, address);
            if (Find(connection, address) is { } other && other.Name != account.Name)
                return new(AccountOutcome.AddressTaken, null, address);
        }

        long key;
        using (var row = connection.Use(
            "INSERT INTO account (name, display, enabled, verifiers, version) VALUES (?1, ?2, ?3, ?4, ?5) "
            + "ON CONFLICT (name) DO UPDATE SET display = ?2, enabled = ?3, verifiers = ?4, version = ?5 RETURNING key")
            .Bind(1, account.Name.Text).Bind(2, account.DisplayName).Bind(3, account.IsEnabled ? 1 : 0)
            .Bind(4, string.Join('\n', account.Verifiers)).Bind(5, account.Version))
        {
            row.Step();
            key = row.Long(0);
        }
        connection.Use("DELETE FROM address WHERE account = ?1").Bind(1, key).Run();
        for (var i = 0; i < account.Addresses.Count; i++)
        {
            connection.Use("INSERT INTO address (domain, local, account, place) VALUES (?1, ?2, ?3, ?4)")
                .Bind(1, account.Addresses[i].Domain.Text).Bind(2, account.Addresses[i].LocalPart)
                .Bind(3, key).Bind(4, i).Run();
        }
        return new(AccountOutcome.Done, account with
        {
            Verifiers = [.. account.Verifiers],
            Addresses = [.. account.Addresses],
        });
    }

    public static bool Delete(SqliteConnection connection, AccountName name)
    {
        connection.Use("DELETE FROM address WHERE account = (SELECT key FROM account WHERE name = ?1)")
            .Bind(1, name.Text).Run();
        using var row = connection.Use("DELETE FROM account WHERE name = ?1 RETURNING 1").Bind(1, name.Text);
        return row.Step();
    }

    private static AccountAddress[] AddressesOf(SqliteConnection connection, long account)
    {
        var addresses = new List<AccountAddress>();
        using var row = connection.Use("SELECT local, domain FROM address WHERE account = ?1 ORDER BY place")
            .Bind(1, account);
        while (row.Step())
        {
            var domain = new MailDomain(row.Text(1));
            addresses.Add(row.Text(0) is { Length: > 0 } local ? new(local, domain) : AccountAddress.CatchAll(domain));
        }
        return [.. addresses];
    }

    private static (long Key, Account Account) Read(SqliteStatement row) => (row.Long(0), new()
    {
        Name = new(row.Text(1)),
        DisplayName = row.Text(2),
        IsEnabled = row.Long(3) != 0,
        Verifiers = row.Text(4) is { Length: > 0 } verifiers ? verifiers.Split('\n') : [],
        Version = row.Long(5),
    });

    private const string Columns = "key, name, display, enabled, verifiers, version";
}
