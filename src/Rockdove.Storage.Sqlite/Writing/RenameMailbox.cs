namespace Rockdove.Storage.Sqlite;

/// <summary>Gives a mailbox and all below it other names.</summary>
internal sealed class RenameMailbox(MailboxName from, MailboxName to, char separator) : WriteOp<MailboxRenaming>
{
    protected override MailboxRenaming Run(WriterTables tables)
    {
        var names = new List<KeyValuePair<MailboxId, MailboxName>>();
        using (var row = tables.Connection.Use("SELECT id, name FROM mailbox WHERE owner = ?1").Bind(1, from.Owner))
            while (row.Step())
                names.Add(new(MailboxId.Parse(row.Text(0)), new(from.Owner, row.Text(1))));

        var plan = RenamePlan.Of(names, from, to, separator);
        foreach (var each in plan.Renamed)
        {
            tables.Connection.Use("UPDATE mailbox SET name = ?2 WHERE id = ?1")
                .Bind(1, each.Id.ToString()).Bind(2, each.To.Name).Run();
            tables.Changed(tables.Find(each.Id)!);
        }
        return plan;
    }
}
