namespace Rockdove.Imap;

/// <summary>The extensions that come with the library.</summary>
public static class ImapExtensions
{
    /// <summary>What every server can offer without further settings. STARTTLS needs a certificate.</summary>
    public static IReadOnlyList<ImapExtension> Standard { get; } =
    [
        new Rev2(), new LiteralMinus(), new SaslIr(), new Id(), new Enable(), new Idle(), new Namespace(),
        new Unselect(), new UidPlus(), new Move(), new Children(), new Esearch(), new SearchRes(), new ListExtended(),
        new ListStatus(), new SpecialUse(), new CreateSpecialUse(), new StatusSize(), new Binary(), new Condstore(),
        new Qresync(), new Within(), new AppendLimit(),
    ];

    /// <summary>
    /// What needs a handler that knows it: each says what. A server offers those that its handler has, beside
    /// <see cref="Standard"/>.
    /// </summary>
    public static IReadOnlyList<ImapExtension> ForHandlers { get; } =
    [
        new MultiAppend(), new Replace(), new ObjectId(), new SaveDate(), new Preview(), new Sort(), new SortDisplay(),
        new Esort(), new Threading(), new Quota(), new Metadata(), new Utf8Accept(), new Partial(), new InProgress(),
        new Notify(),
    ];
}
