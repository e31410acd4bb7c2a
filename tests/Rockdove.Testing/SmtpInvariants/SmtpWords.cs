namespace Rockdove.Testing;

/// <summary>What an SMTP server has an ear for, and what has fooled servers before. Each char is an octet.</summary>
internal static class SmtpWords
{
    public static readonly string[] Paths =
    [
        "<a@example.org>", "<>", "<postmaster>", "<\"a b\\\"\"@example.org>", "<a@[127.0.0.1]>", "<a@[IPv6:::1]>",
        "<@x.test,@y.test:a@example.org>", "<\u00c3\u00a9@example.org>", "a@example.org", " <a@example.org>",
        "<a..b@example.org>", "<a@exa_mple.org>", "<a>", "<a@example.org", "<\"@example.org>", "<a\0@example.org>",
    ];

    public static readonly string[] Parameters =
    [
        "SIZE=10", "SIZE=99999999999999999999", "SIZE=", "BODY=8BITMIME", "BODY=7BIT", "BODY=BINARYMIME", "SMTPUTF8",
        "RET=FULL", "RET=HDRS", "ENVID=a+2Bb", "ENVID=+0D+0A", "NOTIFY=NEVER", "NOTIFY=SUCCESS,FAILURE,DELAY",
        "ORCPT=rfc822;a@b", "AUTH=<>", "AUTH=a@example.org", "REQUIRETLS", "X=Y", "X", "=", "SIZE=1 SIZE=1",
    ];

    public static readonly string[] Lines =
    [
        "NOOP", "NOOP x", "RSET", "RSET x", "QUIT", "HELP", "VRFY a", "VRFY", "EXPN a", "STARTTLS", "STARTTLS", "", " ",
        "BDAT", "BDAT x", "BDAT 5 LAST x", "BDAT -1", "BDAT 99999999999999999999", "BDAT 9223372036854775807 LAST",
        "DATA x", "ETRN x", "TURN", "GET / HTTP/1.1", "XCLIENT ADDR=192.0.2.9 NAME=[UNAVAILABLE]", "XCLIENT LOGIN=me",
        "XCLIENT ADDR=IPV6:::1 PORT=1", "XCLIENT", "XCLIENT PORT=99999", "EHLO", "EHLO [127.0.0.1]", "HELO a b", "*",
        "\u00ff\u00fe", new('x', 600), "NOOP " + new string('y', 1200), "MAIL FROM:<a@example.org>", "DATA", ".",
    ];

    public static readonly string[] Content =
    [
        "Subject: x\r\n\r\n", "text", "\r\n", ".", "..", "\r\n..\r\n", "\r\n.x\r\n", "\n.\n", "\n.\r\n", "\r\n.\n",
        "\r", "\r.\r", "\0", "\u00e9", "\r\n.\r\r\n", new('z', 1100), "\r\n.", "QUIT\r\n", "a\r\nb\r\nc\r\n", "\r\0\n",
    ];

    /// <summary>Base64 of things that mechanisms understand, of things that they do not, and no base64.</summary>
    public static readonly string[] SaslResponses =
    [
        "AHRpbQBzZWNyZXQ=", "dGlt", "c2VjcmV0", "=", "*", "", "!!!", "AA==", "AAAA", "bixhPXRpbSxuPXRpbSxyPWFiYw==",
        "biwsbj10aW0scj1hYmM=", "dGltIDAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm", "YWRtaW4AdGltAHNlY3JldA==",
        "bixhPXRpbSwBYXV0aD1CZWFyZXIgdG9rZW4BAQ==", "dXNlcj10aW0BYXV0aD1CZWFyZXIgdG9rZW4BAQ==", "AQ==",
        new('A', 700), "Yz1iaXdzLHI9YWJjLHA9QUFBQQ==", "\u00e9", "dGlt ", "dGl",
    ];

    /// <summary>What lines, messages and arguments are made of.</summary>
    public static readonly string[] Marks =
    [
        "\r\n", "\n", "\r", "\0", ".", "\r\n.\r\n", "\n.\n", "\r\n.", " ", "<", ">", ":", "=", "\t", "\r\r\n", "\u0080",
        "\r\n\r\n", "\"", "\\", "@",
    ];

    public static readonly string[] Tokens =
    [
        "EHLO ", "MAIL FROM:", "RCPT TO:", "DATA\r\n", "BDAT ", "LAST", "QUIT\r\n", "RSET\r\n", "NOOP\r\n", "AUTH ",
        "STARTTLS\r\n", "0", "1", "5", "100", "101", "65536", "2147483648", "9223372036854775807",
        "18446744073709551616", "-1", "*\r\n", "\r\n250 Ok\r\n",
    ];
}
