namespace Rockdove.Imap;

/// <summary>The commands of RFC 3501 and RFC 9051 that every server has.</summary>
internal static class CoreVerbs
{
    public static IReadOnlyList<ImapVerb> All { get; } =
    [
        new Capability(), new Noop(), new Logout(),
        new Login(), new Authenticate(),
        new Select("SELECT", isReadOnly: false), new Select("EXAMINE", isReadOnly: true),
        new Create(), new Delete(), new Rename(),
        new Subscribe("SUBSCRIBE", isSubscribed: true), new Subscribe("UNSUBSCRIBE", isSubscribed: false),
        new List(), new Lsub(), new Status(), new Append(),
        new Check(), new CloseMailbox("CLOSE", expunges: true), new Expunge(),
        new Search(), new Fetch(), new Store(), new Copy("COPY", isMove: false),
    ];
}
