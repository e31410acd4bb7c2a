using System.Text;

namespace Rockdove.Pop3;

/// <summary>What one server speaks: its verbs and capabilities. Immutable, shared by all sessions.</summary>
public sealed class Pop3Protocol
{
    private readonly Pop3Verb[] _verbs;

    /// <summary>Puts a protocol together.</summary>
    /// <exception cref="ArgumentException">
    /// The host name holds what no name does, a limit makes no sense, two extensions claim the same tag or verb, or one
    /// needs another that is not there. The message says which.
    /// </exception>
    public Pop3Protocol(Pop3ProtocolOptions options)
    {
        Options = options;
        Limits.Validate();
        if (options.HostName.Length == 0 || options.HostName.AsSpan().ContainsAnyExceptInRange('!', '~')
            || options.HostName.AsSpan().ContainsAny("<>@"))
            throw new ArgumentException($"HostName '{options.HostName}' is no host name.");
        RefuseTwins("the capability", Extensions.Select(extension => extension.Tag));
        _verbs = [.. CoreVerbs.All, .. Extensions.SelectMany(extension => extension.Verbs)];
        RefuseTwins("the verb", _verbs.Select(verb => verb.Name));
        foreach (var extension in Extensions)
        {
            if (extension.WhatIsMissing(this) is { } missing)
                throw new ArgumentException($"Extension {extension.Tag} {missing}.");
        }

        HasCodes = Find<RespCodes>() is not null;
        HasAuthCodes = Find<AuthRespCode>() is not null;
        Connected = new Pop3ConnectQuestion(Pop3Reply.Ok($"{options.HostName} {options.Greeting}".TrimEnd()));
    }

    public Pop3ProtocolOptions Options { get; }

    public Pop3Limits Limits => Options.Limits;

    /// <summary>The extensions, in the order in which CAPA lists them.</summary>
    public IReadOnlyList<Pop3Extension> Extensions => Options.Extensions;

    /// <summary>The extension of this type, or null.</summary>
    public T? Find<T>() where T : Pop3Extension => Extensions.OfType<T>().FirstOrDefault();

    internal Pop3ConnectQuestion Connected { get; }

    /// <summary>Secrets may cross the wire in this session as it is now.</summary>
    internal bool AllowsSecrets(Pop3Session session) => session.IsSecure || Options.AllowsSecretsInClear;

    internal bool Allows(Pop3Leniencies leniency) => (Options.Leniencies & leniency) != 0;

    /// <summary>A code is for those who were told that it may come: RFC 2449 section 6.4, RFC 3206 section 6.</summary>
    internal bool MayTell(string? code) =>
        code is "AUTH" || (code?.StartsWith("SYS/", StringComparison.Ordinal) ?? false) ? HasAuthCodes : HasCodes;

    internal Pop3Verb? FindVerb(ReadOnlySpan<byte> word)
    {
        foreach (var verb in _verbs)
        {
            if (verb.Is(word))
                return verb;
        }

        return null;
    }

    /// <summary>
    /// Browsers can be made to send HTTP to a mail port with mail commands in the body; hang up at once.
    /// </summary>
    internal static bool IsHttp(ReadOnlySpan<byte> word)
    {
        foreach (var method in HttpMethods)
        {
            if (Ascii.EqualsIgnoreCase(word, method))
                return true;
        }

        return false;
    }

    private bool HasCodes { get; }

    private bool HasAuthCodes { get; }

    private static void RefuseTwins(string what, IEnumerable<string> names)
    {
        var twin = names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1);
        if (twin is not null)
            throw new ArgumentException($"Two extensions claim {what} {twin.Key}.");
    }

    private static readonly string[] HttpMethods =
        ["GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "CONNECT", "PATCH", "TRACE", "PRI"];
}
