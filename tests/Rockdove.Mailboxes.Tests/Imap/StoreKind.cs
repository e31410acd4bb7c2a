namespace Rockdove.Mailboxes.Tests;

/// <summary>Where the mailboxes of a test are.</summary>
public enum StoreKind
{
    Memory,
    Sqlite,
}
