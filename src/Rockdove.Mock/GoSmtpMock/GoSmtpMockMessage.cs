using System.Text;

namespace Rockdove.Mock;

/// <summary>
/// What go-smtp-mock keeps of a session or message, by its own names: each request, the reply to it, and whether it was
/// a good one. Requests are without their line's end and the white space around them.
/// </summary>
public sealed record GoSmtpMockMessage
{
    public string HeloRequest { get; init; } = "";

    public string HeloResponse { get; init; } = "";

    public bool Helo { get; init; }

    public string MailfromRequest { get; init; } = "";

    public string MailfromResponse { get; init; } = "";

    public bool Mailfrom { get; init; }

    /// <summary>Each RCPT with the reply to it; only the last one unless MultipleRcptto is set.</summary>
    public IReadOnlyList<GoSmtpMockExchange> RcpttoRequestResponse { get; init; } = [];

    public bool Rcptto { get; init; }

    public string DataRequest { get; init; } = "";

    public string DataResponse { get; init; } = "";

    public bool Data { get; init; }

    /// <summary>The message as text; empty when it was too big or did not end.</summary>
    public string MsgRequest => Encoding.UTF8.GetString(MsgContent.Span);

    /// <summary>The octets of the message.</summary>
    public ReadOnlyMemory<byte> MsgContent { get; init; }

    public string MsgResponse { get; init; } = "";

    public bool Msg { get; init; }

    public string RsetRequest { get; init; } = "";

    public string RsetResponse { get; init; } = "";

    public bool Rset { get; init; }

    public bool Noop { get; init; }

    public bool QuitSent { get; init; }

    /// <summary>MAIL, RCPT, DATA and the message itself were all good.</summary>
    public bool IsConsistent => Mailfrom && Rcptto && Data && Msg;

    /// <summary>What MAIL and RSET leave.</summary>
    internal GoSmtpMockMessage OnlyHelo() =>
        new() { HeloRequest = HeloRequest, HeloResponse = HeloResponse, Helo = Helo };

    /// <summary>What RCPT leaves, unless it leaves everything.</summary>
    internal GoSmtpMockMessage UpToMailfrom() => OnlyHelo() with
    {
        MailfromRequest = MailfromRequest,
        MailfromResponse = MailfromResponse,
        Mailfrom = Mailfrom,
    };

    /// <summary>What DATA leaves.</summary>
    internal GoSmtpMockMessage UpToRcptto() => UpToMailfrom() with
    {
        RcpttoRequestResponse = RcpttoRequestResponse,
        Rcptto = Rcptto,
    };
}

/// <summary>A request and the reply to it.</summary>
public readonly record struct GoSmtpMockExchange(string Request, string Response);
