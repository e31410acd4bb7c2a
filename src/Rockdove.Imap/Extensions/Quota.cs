using System.Text;

namespace Rockdove.Imap;

/// <summary>QUOTA (RFC 9208): what is used, and what may be. The handler counts: <see cref="QuotaQuestion"/>.</summary>
public sealed class Quota : ImapExtension
{
    private readonly IReadOnlyList<string> _resources;
    private readonly bool _canBeSet;

    /// <summary>Makes one.</summary>
    /// <param name="resources">What is limited: STORAGE and MESSAGE unless said otherwise.</param>
    /// <param name="canBeSet">Clients may try SETQUOTA; then QUOTASET is announced too.</param>
    public Quota(IReadOnlyList<string>? resources = null, bool canBeSet = false)
        : base("QUOTA")
    {
        _resources = resources ?? ["STORAGE", "MESSAGE"];
        _canBeSet = canBeSet;
        Verbs = canBeSet ? [new Get(), new GetRoot(), new Set()] : [new Get(), new GetRoot()];
    }

    public override IReadOnlyList<ImapVerb> Verbs { get; }

    public override string? Advertise(ImapSession session, ImapProtocol protocol) =>
        base.Advertise(session, protocol) is { } word
            ? string.Join(' ', [word, .. _canBeSet ? ["QUOTASET"] : Array.Empty<string>(),
                .. _resources.Select(resource => $"QUOTA=RES-{resource}")])
            : null;

    internal bool Limits(string resource) => _resources.Contains(resource, StringComparer.OrdinalIgnoreCase);

    /// <summary><c>"GETQUOTA" SP quota-root-name</c>.</summary>
    private sealed class Get() : ImapVerb("GETQUOTA", ImapPhase.LoggedIn)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            if (arguments.AcceptSpace() && arguments.TryAString(out var raw) && arguments.AtEnd
                && raw.TryGetText(out var root))
                engine.Ask(new QuotaQuestion(root));
            else
                engine.Reply(ImapReplies.BadArguments);
        }
    }

    /// <summary><c>"GETQUOTAROOT" SP mailbox</c>.</summary>
    private sealed class GetRoot() : ImapVerb("GETQUOTAROOT", ImapPhase.LoggedIn)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            if (MailboxArgument.TryRead(engine, ref arguments, out var mailbox))
                engine.Ask(new QuotaRootQuestion(mailbox));
        }
    }

    /// <summary>
    /// <c>"SETQUOTA" SP quota-root-name SP "(" [resource-name SP number64 *(SP resource-name SP number64)] ")"</c>.
    /// </summary>
    private sealed class Set() : ImapVerb("SETQUOTA", ImapPhase.LoggedIn)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            List<KeyValuePair<string, long>> limits = [];
            if (arguments.AcceptSpace() && arguments.TryAString(out var raw) && arguments.AcceptSpace()
                && TryReadLimits(engine.Protocol.Limits.QuotaResources, ref arguments, limits) && arguments.AtEnd
                && raw.TryGetText(out var root))
                engine.Ask(new SetQuotaQuestion(root, limits));
            else
                engine.Reply(ImapReplies.BadArguments);
        }

        private static bool TryReadLimits(
            int most, ref ImapReader arguments, List<KeyValuePair<string, long>> limits)
        {
            if (!arguments.Accept((byte)'('))
                return false;
            if (arguments.Accept((byte)')'))
                return true;
            do
            {
                if (limits.Count == most || !arguments.TryAtom(out var name) || !arguments.AcceptSpace()
                    || !arguments.TryLongNumber(out var limit))
                    return false;
                limits.Add(new(Encoding.ASCII.GetString(name).ToUpperInvariant(), limit));
            }
            while (arguments.AcceptSpace());
            return arguments.Accept((byte)')');
        }
    }
}
