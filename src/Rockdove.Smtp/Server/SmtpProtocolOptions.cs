using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>What a server speaks: the input of <see cref="SmtpProtocol"/>.</summary>
public sealed record SmtpProtocolOptions
{
    /// <summary>The server's name in the greeting and after EHLO: a domain or an address literal.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>The text of the 220 after the host name.</summary>
    public string Greeting { get; init; } = "ESMTP Rockdove";

    /// <summary>LMTP (RFC 2033): LHLO in place of EHLO, and one reply for each recipient after the message.</summary>
    public bool IsLmtp { get; init; }

    public SmtpLimits Limits { get; init; } = new();

    public SmtpLeniencies Leniencies { get; init; }

    /// <summary>A lone CR or LF in a message.</summary>
    public BareNewlines BareNewlines { get; init; }

    /// <summary>True keeps NUL octets in messages; false refuses such a message with 550 5.6.0.</summary>
    public bool KeepsNul { get; init; } = true;

    /// <summary>Before TLS, nothing but NOOP, EHLO, STARTTLS and QUIT: 530 5.7.0 (RFC 3207 section 4).</summary>
    public bool RequiresTls { get; init; }

    /// <summary>Before AUTH, no MAIL, VRFY or EXPN: 530 5.7.0 (RFC 4954 section 6).</summary>
    public bool RequiresAuthentication { get; init; }

    /// <summary>
    /// Asks a <see cref="CommandQuestion"/> before every command. For mocks and filters; it costs two strings a line.
    /// </summary>
    public bool AsksEveryCommand { get; init; }

    /// <summary>What is said in place of the engine's own words.</summary>
    public SmtpTexts Texts { get; init; } = SmtpTexts.None;

    /// <summary>The extensions, in the order in which EHLO lists them.</summary>
    public IReadOnlyList<SmtpExtension> Extensions { get; init; } = SmtpExtensions.Standard;

    /// <summary>These options with the leniencies, limits and texts of a profile in place of their own.</summary>
    public SmtpProtocolOptions Imitating(SmtpProfile profile) => this with
    {
        Leniencies = profile.Leniencies,
        BareNewlines = profile.BareNewlines,
        Limits = profile.Limits,
        Texts = profile.Texts,
    };
}
