namespace Rockdove.Storage.Sqlite;

/// <summary>The mailbox of a name, made if there is none.</summary>
internal sealed class CreateMailbox(MailboxName name, DateTimeOffset now) : WriteOp<CreatedMailbox>
{
    protected override CreatedMailbox Run(WriterTables tables) => tables.FindByName(name) is { } existing
        ? new(existing, IsNew: false)
        : new(tables.CreateMailbox(name, now), IsNew: true);
}
