using System.Text;
using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>What one server speaks: its verbs and extensions. Immutable, shared by all sessions.</summary>
public sealed class ImapProtocol
{
    private readonly ImapVerb[] _verbs;

    /// <summary>Puts a protocol together.</summary>
    /// <exception cref="ArgumentException">
    /// A name, text, delimiter or limit makes no sense, two extensions claim the same capability or verb, or one needs
    /// another that is not there. The message says which.
    /// </exception>
    public ImapProtocol(ImapProtocolOptions options)
    {
        Options = options;
        options.Limits.Validate();
        if (!IsPrintable(options.HostName))
            throw new ArgumentException($"HostName '{options.HostName}' is not printable ASCII.");
        if (!IsPrintable(options.Greeting))
            throw new ArgumentException($"Greeting '{options.Greeting}' is not printable ASCII.");
        if (options.HierarchyDelimiter is not (> ' ' and < '\x7F') or '"' or '\\' or '%' or '*')
            throw new ArgumentException($"HierarchyDelimiter '{options.HierarchyDelimiter}' cannot stand in a name.");
        _verbs = [.. CoreVerbs.All, .. options.Extensions.SelectMany(extension => extension.Verbs)];
        RefuseTwins("the capability", options.Extensions.Select(extension => extension.Capability));
        RefuseTwins("the verb", _verbs.Select(Form));
        foreach (var extension in options.Extensions)
        {
            if (extension.WhatIsMissing(this) is { } missing)
                throw new ArgumentException($"Extension {extension.Capability} {missing}.");
        }
    }

    public ImapProtocolOptions Options { get; }

    public ImapLimits Limits => Options.Limits;

    public IReadOnlyList<ImapExtension> Extensions => Options.Extensions;

    /// <summary>The extension of this type, or null.</summary>
    public T? Find<T>() where T : ImapExtension => Extensions.OfType<T>().FirstOrDefault();

    public bool Has<T>() where T : ImapExtension => Find<T>() is not null;

    internal bool Allows(ImapLeniencies leniency) => (Options.Leniencies & leniency) != 0;

    /// <summary>Whether a mechanism can be used by this session.</summary>
    internal bool Offers(SaslMechanism mechanism, ImapSession session) =>
        (session.IsSecure || Options.AllowsSecretsInClear || !mechanism.RevealsSecret)
        && (mechanism.Name != SaslMechanisms.External || session.CertificateIdentity is not null);

    internal ImapVerb? FindVerb(ReadOnlySpan<byte> word, bool byUid)
    {
        foreach (var verb in _verbs)
        {
            var isUidForm = (verb.Traits & ImapTraits.OnlyUidForm) != 0;
            var hasForm = byUid ? isUidForm || (verb.Traits & ImapTraits.HasUidForm) != 0 : !isUidForm;
            if (hasForm && verb.Is(word))
                return verb;
        }

        return null;
    }

    /// <summary>The words of CAPABILITY for a session as it is now.</summary>
    internal string Capabilities(ImapSession session)
    {
        var words = new StringBuilder("IMAP4rev1");
        foreach (var extension in Extensions)
        {
            if (extension.Advertise(session, this) is { } word)
                words.Append(' ').Append(word);
        }

        if (session.Phase != ImapPhase.NotAuthenticated)
            return words.ToString();
        foreach (var mechanism in Options.Mechanisms)
        {
            if (Offers(mechanism, session))
                words.Append(" AUTH=").Append(mechanism.Name);
        }

        if (!session.IsSecure && !Options.AllowsSecretsInClear)
            words.Append(" LOGINDISABLED");
        return words.ToString();
    }

    private static string Form(ImapVerb verb) =>
        (verb.Traits & ImapTraits.OnlyUidForm) != 0 ? $"UID {verb.Name}" : verb.Name;

    private static bool IsPrintable(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static void RefuseTwins(string what, IEnumerable<string> names)
    {
        var twin = names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1);
        if (twin is not null)
            throw new ArgumentException($"Two extensions claim {what} {twin.Key}.");
    }
}
