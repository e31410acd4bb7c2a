using Rockdove.Imap;

namespace Rockdove.Prober;

/// <summary>
/// Finds folders by their use: what the server says of it (RFC 6154), or what they are usually called.
/// </summary>
internal sealed class FolderFinder(IEnumerable<ImapListResponse> listed)
{
    private readonly List<ImapListResponse> _folders =
        [.. listed.Where(folder => !Has(folder, "\\Noselect") && !Has(folder, "\\NonExistent"))];

    /// <summary>
    /// The folder of a name, or of a use if it begins with a backslash; null when there is none.
    /// </summary>
    public MailFolder? Find(string wanted)
    {
        if (wanted.Equals(Inbox, StringComparison.OrdinalIgnoreCase))
            return new MailFolder(Inbox, FolderRole.Inbox);
        if (!wanted.StartsWith('\\'))
            return new MailFolder(wanted, RoleOf(wanted));
        var role = Uses.FirstOrDefault(use => use.Attribute.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        var found = _folders.FirstOrDefault(folder => Has(folder, wanted))
            ?? role.Names?.Select(Named).FirstOrDefault(folder => folder is not null);
        return found is null ? null : new MailFolder(found.Name, role.Names is null ? FolderRole.Other : role.Role);
    }

    /// <summary>The role of a folder that was named in the configuration.</summary>
    private FolderRole RoleOf(string name)
    {
        foreach (var use in Uses)
        {
            if (Find(use.Attribute)?.Name == name)
                return use.Role;
        }

        return FolderRole.Other;
    }

    /// <summary>A folder of this name, at the top or just below INBOX.</summary>
    private ImapListResponse? Named(string name) => _folders.FirstOrDefault(folder =>
        folder.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (folder.Delimiter is { } delimiter
            && folder.Name.Equals($"{Inbox}{delimiter}{name}", StringComparison.OrdinalIgnoreCase)));

    private static bool Has(ImapListResponse folder, string attribute) =>
        folder.Attributes.Contains(attribute, StringComparer.OrdinalIgnoreCase);

    public const string Inbox = "INBOX";

    /// <summary>
    /// What providers call them: Gmail, Outlook, Yahoo, Fastmail, Dovecot and Courier, and the languages in which
    /// these are most often set up.
    /// </summary>
    private static readonly (string Attribute, FolderRole Role, string[] Names)[] Uses =
    [
        ("\\Junk", FolderRole.Junk,
        [
            "Junk", "Spam", "Junk E-mail", "Junk Email", "Bulk Mail", "Bulk", "[Gmail]/Spam", "[Google Mail]/Spam",
            "Spamverdacht", "Junk-E-Mail", "Courrier indésirable", "Indésirables", "Correo no deseado",
            "Posta indesiderata", "Ongewenste e-mail", "Lixo Eletrônico",
        ]),
        ("\\Sent", FolderRole.Sent,
        [
            "Sent", "Sent Items", "Sent Messages", "Sent Mail", "[Gmail]/Sent Mail", "[Google Mail]/Sent Mail",
            "Gesendet", "Gesendete Objekte", "Gesendete Elemente", "Éléments envoyés", "Envoyés", "Enviados",
            "Posta inviata", "Verzonden items",
        ]),
        ("\\Trash", FolderRole.Trash,
        [
            "Trash", "Deleted Items", "Deleted Messages", "Deleted", "[Gmail]/Trash", "[Gmail]/Bin",
            "[Google Mail]/Trash", "[Google Mail]/Bin", "Papierkorb", "Gelöschte Objekte", "Gelöschte Elemente",
            "Éléments supprimés", "Corbeille", "Papelera", "Cestino", "Prullenbak",
        ]),
    ];
}
