using System.Text;

namespace Rockdove.Imap;

/// <summary>ENABLE (RFC 5161): a client says which extensions it knows that change what it is told.</summary>
public sealed class Enable() : ImapExtension("ENABLE")
{
    public override bool IsToldBeforeLogin => true;

    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Verb()];

    /// <summary>
    /// <c>"ENABLE" 1*(SP capability)</c>. What nobody knows is passed over. A server need not check that no mailbox is
    /// selected (section 3.1), and clients select first.
    /// </summary>
    private sealed class Verb() : ImapVerb("ENABLE", ImapPhase.LoggedIn)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            List<ImapExtension> enabled = [];
            do
            {
                if (!arguments.AcceptSpace() || !arguments.TryAtom(out var name))
                {
                    engine.Reply(ImapReplies.BadArguments);
                    return;
                }

                foreach (var extension in engine.Protocol.Extensions)
                {
                    if (extension.CanBeEnabled && !enabled.Contains(extension)
                        && Ascii.EqualsIgnoreCase(name, extension.Capability))
                        enabled.Add(extension);
                }
            }
            while (!arguments.AtEnd);

            foreach (var extension in enabled)
                extension.Enable(engine);
            var names = enabled.Select(extension => extension.Capability);
            engine.Responses.Line(string.Join(' ', names.Prepend("ENABLED")));
            engine.Reply(ImapReplies.Completed);
        }
    }
}
