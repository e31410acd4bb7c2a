namespace Rockdove.Prober;

/// <summary>Where a mail lies.</summary>
/// <param name="Folder">The folder as the server names it; <c>INBOX</c> for POP3.</param>
/// <param name="Role">What kind of folder it is.</param>
/// <param name="UidValidity">Of the folder; 0 for POP3.</param>
/// <param name="Uid">By IMAP its UID, by POP3 its UIDL.</param>
public sealed record MailPlace(string Folder, FolderRole Role, uint UidValidity, string Uid);

/// <summary>Kinds of folders.</summary>
public enum FolderRole : byte
{
    Inbox,
    Junk,
    Sent,
    Trash,
    Other,
}
