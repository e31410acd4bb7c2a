using System.Text;

namespace Rockdove.Smtp;

/// <summary>
/// What one server speaks: its verbs, parameters and ready-made replies. Immutable, shared by all sessions.
/// </summary>
public sealed class SmtpProtocol
{
    private readonly SmtpVerb[] _verbs;
    private readonly EnvelopeParameter[] _mailParameters;
    private readonly EnvelopeParameter[] _recipientParameters;
    private readonly TextTemplate? _helloText;
    private readonly SmtpReply _hello;

    /// <summary>Puts a protocol together.</summary>
    /// <exception cref="ArgumentException">
    /// The host name is no domain, a limit or a text makes no sense, two extensions claim the same keyword, parameter
    /// or verb, or one needs another that is not there. The message says which.
    /// </exception>
    public SmtpProtocol(SmtpProtocolOptions options)
    {
        Options = options;
        Limits.Validate();
        if (!PathGrammar.IsDomainOrLiteral(Encoding.UTF8.GetBytes(options.HostName), SmtpLeniencies.UnderscoreInDomain))
            throw new ArgumentException($"HostName '{options.HostName}' is no domain and no address literal.");
        var core = options.IsLmtp ? CoreVerbs.Lmtp : CoreVerbs.Smtp;
        Extensions = Offered(options);
        var added = Extensions.SelectMany(extension => extension.Verbs).ToArray();
        RefuseTwins("the EHLO keyword", Extensions.Select(extension => extension.Keyword));
        RefuseTwins("the verb", added.Select(verb => verb.Name).Concat(CoreVerbs.Names(core)));
        _verbs = [.. core, .. added, .. CoreVerbs.Absent.Where(absent => !added.Any(verb => verb.Name == absent.Name))];
        _mailParameters = [.. Extensions.SelectMany(extension => extension.MailParameters)];
        _recipientParameters = [.. Extensions.SelectMany(extension => extension.RecipientParameters)];
        RefuseTwins("the MAIL parameter", _mailParameters.Select(parameter => parameter.Keyword));
        RefuseTwins("the RCPT parameter", _recipientParameters.Select(parameter => parameter.Keyword));
        foreach (var extension in Extensions)
        {
            if (extension.WhatIsMissing(this) is { } missing)
                throw new ArgumentException($"Extension {extension.Keyword} {missing}.");
        }

        HasEnhancedStatus = Find<EnhancedStatusCodes>() is not null;
        Connected = new ConnectQuestion(new SmtpReply(220, null, Greeting(options)));
        var commands = $"Commands: {string.Join(' ', CoreVerbs.Names(_verbs))}";
        Help = new SmtpReply(214, "2.0.0", [commands, .. SmtpReplies.Help.Lines]) { Original = SmtpReplies.Help };
        _hello = new SmtpReply(250, null, options.HostName);
        if (options.Texts.Hello is { } hello)
            _helloText = new TextTemplate(hello, Placeholder.Host | Placeholder.Helo);
        Texts = TextTable.Of(this);
    }

    public SmtpProtocolOptions Options { get; }

    public SmtpLimits Limits => Options.Limits;

    public SmtpLeniencies Leniencies => Options.Leniencies;

    /// <summary>The extensions, in the order in which EHLO lists them.</summary>
    public IReadOnlyList<SmtpExtension> Extensions { get; }

    /// <summary>Replies carry an enhanced status (RFC 2034).</summary>
    public bool HasEnhancedStatus { get; }

    internal ConnectQuestion Connected { get; }

    internal SmtpReply Help { get; }

    /// <summary>What is said in place of the engine's replies; null for nothing.</summary>
    internal TextTable? Texts { get; }

    /// <summary>Accepts a client that calls itself so.</summary>
    internal SmtpReply Hello(string name) => _helloText is null
        ? _hello
        : new SmtpReply(250, null, _helloText.Fill(new TextValues(Options.HostName, name)));

    /// <summary>The extension of this type, or null.</summary>
    public T? Find<T>() where T : SmtpExtension => Extensions.OfType<T>().FirstOrDefault();

    internal bool Allows(SmtpLeniencies leniency) => (Leniencies & leniency) != 0;

    internal SmtpVerb? FindVerb(ReadOnlySpan<byte> word)
    {
        foreach (var verb in _verbs)
        {
            if (verb.Is(word))
                return verb;
        }

        return null;
    }

    internal EnvelopeParameter? FindParameter(ReadOnlySpan<byte> word, EnvelopePart part, out int index)
    {
        var parameters = part is Sender ? _mailParameters : _recipientParameters;
        for (index = 0; index < parameters.Length; index++)
        {
            if (parameters[index].Is(word))
                return parameters[index];
        }

        return null;
    }

    private static string Greeting(SmtpProtocolOptions options) => options.Texts.Greeting is { } text
        ? new TextTemplate(text, Placeholder.Host).Fill(new TextValues(options.HostName))
        : $"{options.HostName} {options.Greeting}".TrimEnd();

    private static IReadOnlyList<SmtpExtension> Offered(SmtpProtocolOptions options) =>
        options.Texts.Keywords is not { } keywords
            ? options.Extensions
            : [.. keywords.SelectMany(keyword => options.Extensions.Where(
                extension => extension.Keyword.Equals(keyword, StringComparison.OrdinalIgnoreCase)))];

    private static void RefuseTwins(string what, IEnumerable<string> names)
    {
        var twin = names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1);
        if (twin is not null)
            throw new ArgumentException($"Two extensions claim {what} {twin.Key}.");
    }
}
