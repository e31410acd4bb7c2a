namespace Rockdove.Imap;

/// <summary>
/// COMPRESS=DEFLATE (RFC 4978). The host compresses, when <see cref="Wire.StepKind.StartCompression"/> tells it. What
/// is compressed under TLS tells an eavesdropper how much of it is repeated, so it is a switch.
/// </summary>
public sealed class Compress() : ImapExtension("COMPRESS=DEFLATE")
{
    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Verb()];

    public override string? Advertise(ImapSession session, ImapProtocol protocol) =>
        session.IsCompressed ? null : base.Advertise(session, protocol);

    /// <summary><c>"COMPRESS" SP "DEFLATE"</c>.</summary>
    private sealed class Verb() : ImapVerb("COMPRESS", ImapPhase.LoggedIn)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            if (!arguments.AcceptSpace() || !arguments.TryAtom(out var algorithm) || !arguments.AtEnd)
                engine.Reply(ImapReplies.BadArguments);
            else if (!System.Text.Ascii.EqualsIgnoreCase(algorithm, "DEFLATE"u8))
                engine.Reply(ImapReplies.UnknownCompression);
            else if (engine.Session.IsCompressed)
                engine.Reply(ImapReplies.CompressedAlready);
            else
                engine.Ask(new CompressQuestion());
        }
    }
}
