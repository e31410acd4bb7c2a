using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// What an <see cref="SmtpStateMachine"/> speaks, and the hooks that decide. One object serves any number of machines.
/// </summary>
/// <remarks>
/// A hook that answers a question gives null to accept, or the reply that refuses. A hook that is not set has the
/// meaning that is told here. An exception of a hook passes through, and its machine is of no use after it.
/// </remarks>
public sealed class SmtpStateMachineOptions
{
    private SmtpProtocol? _protocol;
    private readonly string? _ident;

    /// <summary>Our words, and no leniency.</summary>
    public SmtpStateMachineOptions()
        : this(SmtpProfiles.Strict)
    {
    }

    /// <summary>
    /// Begins with the leniencies, limits and texts of a profile; each can be set as well, and then takes their place.
    /// </summary>
    public SmtpStateMachineOptions(SmtpProfile profile)
    {
        // Each of the two commands has a switch of its own here.
        var spaces = profile.Leniencies & SmtpLeniencies.SpaceBeforePath;
        Leniencies = profile.Leniencies & ~spaces;
        RejectBrokenMailSyntax = RejectBrokenRcptSyntax = spaces == SmtpLeniencies.None;
        BareNewlines = profile.BareNewlines;
        Limits = profile.Limits;
        Texts = profile.Texts;
    }

    /// <summary>The server's name in the greeting and after EHLO: a domain or an address literal.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>The text of the greeting after the host name. It wins over that of a profile.</summary>
    public string Ident
    {
        get => _ident ?? "ESMTP Rockdove";
        init => _ident = value;
    }

    /// <summary>
    /// The longest line, its CRLF not counted. A longer command is 500; a message with a longer line is refused at its
    /// end, not in its middle. Null leaves <see cref="Limits"/> as they are. At least 510 (RFC 5321 section 4.5.3.1.4);
    /// for messages 998 at least.
    /// </summary>
    public int? MaximumLineLength { get; init; }

    /// <summary>The most recipients of a message; one more is 452. Null leaves <see cref="Limits"/> alone.</summary>
    public int? MaximumRecipients { get; init; }

    /// <summary>False allows spaces between <c>MAIL FROM:</c> and the path.</summary>
    public bool RejectBrokenMailSyntax { get; init; }

    /// <summary>False allows spaces between <c>RCPT TO:</c> and the path.</summary>
    public bool RejectBrokenRcptSyntax { get; init; }

    /// <summary>Before TLS, nothing but NOOP, EHLO, HELO, STARTTLS and QUIT: 530.</summary>
    public bool RequireTls { get; init; }

    /// <summary>Offers PLAIN and LOGIN, which reveal the secret, without TLS as well.</summary>
    public bool AllowSecretsInClear { get; init; }

    /// <summary>Other bounds.</summary>
    public SmtpLimits Limits { get; init; }

    /// <summary>
    /// Other leniencies; <see cref="SmtpLeniencies.BareLineFeedCommands"/> is for clients that end commands with LF.
    /// </summary>
    public SmtpLeniencies Leniencies { get; init; }

    /// <summary>
    /// A lone CR or LF in a message. <see cref="BareNewlines.EndLine"/> serves a person at a terminal whose every line
    /// ends with LF, the final dot included; where others can connect, it lets mail be smuggled.
    /// </summary>
    public BareNewlines BareNewlines { get; init; }

    /// <summary>What is said in place of the machine's own words.</summary>
    public SmtpTexts Texts { get; init; }

    /// <summary>
    /// ESMTP extensions, in the order of EHLO. STARTTLS and AUTH are added where their hooks are set. CHUNKING can be
    /// added for those who use <see cref="SmtpStateMachine.Parse(ReadOnlyMemory{byte})"/>.
    /// </summary>
    public IReadOnlyList<SmtpExtension> Extensions { get; init; } =
    [
        new Pipelining(), new Size(), new EightBitMime(), new SmtpUtf8(), new EnhancedStatusCodes(),
        new DeliveryStatus(),
    ];

    /// <summary>
    /// A whole message came. Not set: every message is refused with 452, for nobody would keep it.
    /// </summary>
    public Func<SmtpMachineMessage, SmtpMessageVerdict>? MessageReceived { get; init; }

    /// <summary>MAIL: may this sender begin? Its parameters are on it. Not set: yes.</summary>
    public Func<Sender, SmtpReply?>? ValidateSender { get; init; }

    /// <summary>RCPT: is this recipient good? Its parameters are on it. Not set: yes.</summary>
    public Func<Recipient, SmtpReply?>? ValidateRecipient { get; init; }

    /// <summary>Somebody shows who they are; all is decoded. Not set: nobody gets in.</summary>
    public Func<Credentials, SmtpReply?>? ValidateAuthentication { get; init; }

    /// <summary>
    /// What is stored for an identity, for CRAM-MD5 and SCRAM; null when there is no such account. Not set: 454.
    /// </summary>
    public Func<string, StoredSecret?>? FindSecret { get; init; }

    /// <summary>
    /// The names of the mechanisms to offer, asked anew each time; those of <see cref="SaslMechanisms"/> are known, in
    /// any case. Not set: there is no AUTH.
    /// </summary>
    public Func<IReadOnlyList<string>>? AuthenticationMechanisms { get; init; }

    /// <summary>
    /// STARTTLS was said. Null accepts: the machine then waits for <see cref="SmtpWireReply.Done"/>. Not set: there is
    /// no STARTTLS.
    /// </summary>
    public Func<SmtpReply?>? StartTls { get; init; }

    /// <summary>
    /// Sees each command before anything else: the verb in upper case, known or not, and the rest of the line, which
    /// for AUTH may hold a secret. Lines within an authentication exchange are not commands and are not shown.
    /// </summary>
    public Func<string, string, SmtpReply?>? VerbFilter { get; init; }

    /// <summary>
    /// Is told each command and each reply, and the state in which the machine then is. Secrets are shown as
    /// <c>***</c>, and a line that is no command is not shown at all: it may be a password gone astray.
    /// </summary>
    public Action<SmtpMachineState, string>? Log { get; init; }

    internal SmtpProtocol Protocol => _protocol ??= new SmtpProtocol(new SmtpProtocolOptions
    {
        HostName = HostName,
        Greeting = Ident,
        Limits = EffectiveLimits(),
        Leniencies = RejectBrokenMailSyntax && RejectBrokenRcptSyntax
            ? Leniencies
            : Leniencies | SmtpLeniencies.SpaceBeforePath,
        BareNewlines = BareNewlines,
        RequiresTls = RequireTls,
        AsksEveryCommand = true,
        Texts = _ident is null ? Texts : Texts with { Greeting = null },
        Extensions = EffectiveExtensions(),
    });

    private SmtpLimits EffectiveLimits()
    {
        var limits = Limits;
        if (MaximumLineLength is { } length)
        {
            limits = limits with
            {
                CommandLineBytes = length + CrlfBytes,
                ContentLineBytes = Math.Max(length, ContentLineFloor) + CrlfBytes,
            };
        }

        return MaximumRecipients is { } recipients ? limits with { Recipients = recipients } : limits;
    }

    private List<SmtpExtension> EffectiveExtensions()
    {
        List<SmtpExtension> extensions = [.. Extensions];
        if (StartTls is not null)
            extensions.Add(new StartTls());
        if (AuthenticationMechanisms is { } names)
        {
            extensions.Add(new Auth(SaslMechanisms.All)
            {
                AllowsSecretsInClear = AllowSecretsInClear,
                Offers = (mechanism, session) => (session.IsSecure || !RequireTls)
                    && names().Contains(mechanism.Name, StringComparer.OrdinalIgnoreCase),
            });
        }

        return extensions;
    }

    private const int CrlfBytes = 2;

    /// <summary>RFC 5321 section 4.5.3.1.6 promises lines of this length to messages.</summary>
    private const int ContentLineFloor = 998;
}
