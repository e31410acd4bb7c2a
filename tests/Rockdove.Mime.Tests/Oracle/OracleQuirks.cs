namespace Rockdove.Mime.Tests;

/// <summary>One thing that is odd about a message: in a field, in a part, or in the whole.</summary>
internal sealed record OracleQuirk(string Name)
{
    public static readonly OracleQuirk None = new("none");

    public (string Name, Func<OracleGenerator, string> Value)? Field { get; init; }

    public Func<OracleGenerator, string>? Part { get; init; }

    public Func<string, string>? Whole { get; init; }
}

/// <summary>What mail gets wrong, or right in ways that readers get wrong.</summary>
internal static class OracleQuirks
{
    public static readonly IReadOnlyList<OracleQuirk> All =
    [
        Field("word-split-character", "Subject", "=?utf-8?Q?=C3?= =?utf-8?Q?=A9?="),
        Field("word-charset-mix", "Subject", "=?iso-8859-1?Q?=E9?= =?utf-8?B?w6k=?= =?koi8-r?Q?=F0?="),
        Field("word-no-space-between", "Subject", "=?utf-8?Q?a?==?utf-8?Q?b?="),
        Field("word-touches-text", "Subject", "x=?utf-8?Q?=C3=A9?=y"),
        Field("word-bad-base64", "Subject", "=?utf-8?B?w6k?="),
        Field("word-bad-base64-characters", "Subject", "=?utf-8?B?w*6k=?="),
        Field("word-bad-escape", "Subject", "=?utf-8?Q?a=ZZb=?="),
        Field("word-unknown-charset", "Subject", "=?x-none?Q?abc?="),
        Field("word-unknown-encoding", "Subject", "=?utf-8?X?abc?="),
        Field("word-with-space", "Subject", "=?utf-8?Q?a b?="),
        Field("word-language", "Subject", "=?utf-8*en?Q?=C3=A9?="),
        Field("word-in-quotes", "From", "\"=?utf-8?Q?=C3=A9?=\" <a@b.example>"),
        Field("word-with-comma-in-name", "From", "=?utf-8?Q?Last,_First?= <a@b.example>"),
        Field("word-in-comment", "From", "a@b.example (=?utf-8?Q?=C3=A9?=)"),
        Field("word-holds-crlf", "Subject", "=?utf-8?Q?a=0D=0AX:_b?="),
        Field("word-empty", "Subject", "=?utf-8?Q??= x"),
        Field("word-folded", "Subject", "=?utf-8?Q?a?=\r\n =?utf-8?Q?b?=\r\n\tplain"),
        Field("word-lower-case", "Subject", "=?UTF-8?q?=c3=a9?="),
        Field("subject-many-spaces", "Subject", "a   b \t c"),
        Field("subject-empty", "Subject", ""),
        Field("subject-only-folds", "Subject", "\r\n \r\n x"),
        Field("subject-long", "Subject", string.Join(' ', Enumerable.Repeat("word", 400))),
        Field("subject-raw-utf8", "Subject", OracleGenerator.Utf8("é 日本")),
        Field("subject-raw-latin1", "Subject", "caf\u00E9"),
        Field("subject-nul", "Subject", "a\0b"),
        Field("subject-bare-cr", "Subject", "a\rb"),
        Field("subject-control", "Subject", "a\u0007b"),
        Field("address-route", "To", "<@a.example,@b.example:c@d.example>"),
        Field("address-no-domain", "To", "ann, bob@b.example"),
        Field("address-no-close", "To", "Ann <a@b.example"),
        Field("address-name-with-dot", "To", "J. Doe <a@b.example>"),
        Field("address-comment", "To", "a@b.example (Ann (nested) Example)"),
        Field("address-comment-inside", "To", "a(x)@(y)b.example"),
        Field("address-empty-elements", "To", "a@b.example,, c@d.example,"),
        Field("address-no-comma", "To", "<a@b.example> <c@d.example>"),
        Field("address-semicolons", "To", "a@b.example; c@d.example"),
        Field("address-literal", "To", "a@[192.0.2.1]"),
        Field("address-utf8", "To", OracleGenerator.Utf8("\u00FC@b\u00FCcher.example")),
        Field("address-utf8-name", "To", OracleGenerator.Utf8("\u00C4nn <a@b.example>")),
        Field("address-spaced-dots", "To", "a . b @ c . example"),
        Field("address-empty-group", "To", "undisclosed-recipients:;"),
        Field("address-group-unclosed", "To", "Group: a@b.example, c@d.example"),
        Field("address-quoted-pairs", "To", "\"a\\\"b\\\\c\" <\"x\\ y\"@d.example>"),
        Field("address-name-is-address", "To", "a@b.example <a@b.example>"),
        Field("address-empty-angle", "To", "Ann <>"),
        Field("address-double-dot", "To", "a..b@c.example"),
        Field("address-last-dot", "To", "a.@c.example"),
        Field("address-two-at", "To", "a@b@c.example"),
        Field("address-unclosed-quote", "To", "\"Ann <a@b.example>"),
        Field("address-folded", "To", "Ann\r\n Example\r\n\t<a@b.example>"),
        Field("date-named-zone", "Date", "1 Jan 2000 00:00:00 PST"),
        Field("date-military-zone", "Date", "1 Jan 2000 00:00:00 A"),
        Field("date-two-digits", "Date", "1 Jan 49 00:00:00 +0000"),
        Field("date-two-digits-old", "Date", "1 Jan 70 00:00:00 +0000"),
        Field("date-three-digits", "Date", "1 Jan 104 00:00:00 +0000"),
        Field("date-no-seconds", "Date", "1 Jan 2000 00:00 +0100"),
        Field("date-comment", "Date", "Sat, 1 Jan 2000 00:00:00 +0000 (UTC)"),
        Field("date-comments-inside", "Date", "Sat(x), 1(y) Jan 2000 00(z):00:00 +0000"),
        Field("date-no-zone", "Date", "1 Jan 2000 00:00:00"),
        Field("date-minus-zero", "Date", "1 Jan 2000 00:00:00 -0000"),
        Field("date-wrong-weekday", "Date", "Mon, 1 Jan 2000 00:00:00 +0000"),
        Field("date-impossible", "Date", "31 Feb 2000 00:00:00 +0000"),
        Field("date-leap-second", "Date", "31 Dec 1998 23:59:60 +0000"),
        Field("date-garbage", "Date", "yesterday at noon"),
        Field("date-iso", "Date", "2000-01-01T00:00:00Z"),
        Field("date-asctime", "Date", "Sat Jan  1 00:00:00 2000"),
        Field("date-hyphens", "Date", "1-Jan-2000 00:00:00 +0000"),
        Field("date-zone-far", "Date", "2 Jan 2000 00:00:00 +2400"),
        Field("date-lower-case", "Date", "sat, 1 jan 2000 00:00:00 gmt"),
        new("field-space-before-colon") { Field = ("X-Note", _ => " : x") },
        new("field-no-space-after-colon") { Field = ("X-Note", _ => ":x") },
        new("field-no-colon") { Field = ("X-Note", _ => " x") },
        new("field-leading-fold") { Whole = text => " folded\r\n" + text },
        new("mbox-line") { Whole = text => "From a@b.example Sat Jan  1 00:00:00 2000\r\n" + text },
        new("bare-line-feeds") { Whole = text => text.Replace("\r\n", "\n", StringComparison.Ordinal) },
        new("cut-short") { Whole = text => text[..(text.Length * 2 / 3)] },
        new("empty-line-first") { Whole = text => "\r\n" + text },
        Part("boundary-prefix", g => "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
            + "Content-Type: multipart/mixed; "
                + "boundary=bb\r\n\r\n--bb\r\n\r\nin\r\n--bb--\r\n--b\r\n\r\nout\r\n--b--\r\n"),
        Part("boundary-line-goes-on", _ => Mixed("--b\r\n\r\none\r\n--b x\r\n\r\ntwo\r\n--b--\r\n")),
        Part("boundary-padded", _ => Mixed("--b \t\r\n\r\none\r\n--b-- \r\n")),
        Part("boundary-no-close", _ => Mixed("--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n")),
        Part("boundary-never", _ => Mixed("no delimiter here\r\n")),
        Part("boundary-only-close", _ => Mixed("--b--\r\n")),
        Part("boundary-adjacent", _ => Mixed("--b\r\n--b\r\n\r\nx\r\n--b--\r\n")),
        Part("boundary-cuts-header", _ => Mixed("--b\r\nContent-Type: text/plain\r\n--b\r\n\r\nx\r\n--b--\r\n")),
        Part("boundary-missing", _ => "Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"),
        Part("boundary-same-inside", _ => Mixed("--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
            + "x\r\n--b--\r\n--b--\r\n")),
        Part("boundary-outer-ends-inner", _ => Mixed("--b\r\nContent-Type: multipart/mixed; "
            + "boundary=c\r\n\r\n--c\r\n\r\n"
            + "in\r\n--b\r\n\r\nout\r\n--b--\r\n")),
        Part("boundary-after-close", _ => Mixed("--b\r\n\r\nx\r\n--b--\r\n--b\r\n\r\ny\r\n--b--\r\n")),
        Part("boundary-quoted-pair", _ => "Content-Type: multipart/mixed; "
            + "boundary=\"b\\\"q\"\r\n\r\n--b\"q\r\n\r\nx\r\n--b\"q--\r\n"),
        Part("boundary-continued", _ => "Content-Type: multipart/mixed; boundary*0=b; "
            + "boundary*1=c\r\n\r\n--bc\r\n\r\nx\r\n--bc--\r\n"),
        Part("boundary-comment", _ => "Content-Type: multipart/mixed; boundary=b (c)\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"),
        Part("part-without-empty-line", _ => Mixed("--b\r\njust text\r\nmore\r\n--b--\r\n")),
        Part("part-body-ends-in-empty-lines", _ => Mixed("--b\r\n\r\nx\r\n\r\n\r\n--b--\r\n")),
        Part("digest", g =>
            g.Multipart("digest", "\r\nSubject: one\r\n\r\nfirst", "Content-Type: text/plain\r\n\r\nx")),
        Part("type-no-slash", _ => "Content-Type: text\r\n\r\nx\r\n"),
        Part("type-empty", _ => "Content-Type:\r\n\r\nx\r\n"),
        Part("type-garbage", _ => "Content-Type: \"text/html\r\n\r\nx\r\n"),
        Part("type-comment", _ => "Content-Type: text/html (c); charset=us-ascii (d)\r\n\r\nx\r\n"),
        Part("type-upper-case", _ => "Content-Type: TEXT/HTML; CHARSET=UTF-8\r\n\r\nx\r\n"),
        Part("type-twice", _ => "Content-Type: text/html\r\nContent-Type: text/plain\r\n\r\nx\r\n"),
        Part("name-spaces-unquoted", _ => Attached("filename=two words.txt")),
        Part("name-2231", _ => Attached("filename*=utf-8''%C3%A9.txt")),
        Part("name-2231-continued", _ => Attached("filename*0*=utf-8''%C3; filename*1*=%A9; filename*2=.txt")),
        Part("name-2231-plain-continued", _ => Attached("filename*0=\"a \"; filename*1=\"b.txt\"")),
        Part("name-2231-out-of-order", _ => Attached("filename*1=b; filename*0=a")),
        Part("name-2231-gap", _ => Attached("filename*0=a; filename*2=c")),
        Part("name-2231-and-plain", _ => Attached("filename=plain.txt; filename*=utf-8''%C3%A9.txt")),
        Part("name-2231-bad-charset", _ => Attached("filename*=x-none''%E9.txt")),
        Part("name-2231-bad-escape", _ => Attached("filename*=utf-8''%ZZ.txt")),
        Part("name-encoded-word", _ => Attached("filename=\"=?utf-8?Q?=C3=A9.txt?=\"")),
        Part("name-encoded-word-bare", _ => Attached("filename==?utf-8?Q?=C3=A9.txt?=")),
        Part("name-raw-utf8", _ => Attached(OracleGenerator.Utf8("filename=\"\u00E9.txt\""))),
        Part("name-twice", _ => Attached("filename=a; filename=b")),
        Part("name-no-semicolon", _ => "Content-Disposition: attachment filename=a.txt\r\n\r\nx\r\n"),
        Part("name-in-type-only", _ => "Content-Type: image/gif; name=a.gif\r\n\r\nx\r\n"),
        Part("name-backslashes", _ => Attached("filename=\"C:\\dir\\a.txt\"")),
        Part("name-unclosed-quote", _ => Attached("filename=\"a.txt")),
        Part("encoding-unknown", _ => "Content-Transfer-Encoding: x-what\r\n\r\nx=41\r\n"),
        Part("encoding-comment", _ => "Content-Transfer-Encoding: base64 (c)\r\n\r\nYQ==\r\n"),
        Part("encoding-upper-case", _ => "Content-Transfer-Encoding: BASE64\r\n\r\nYQ==\r\n"),
        Part("encoding-on-multipart", _ =>
            "Content-Transfer-Encoding: base64\r\n" + Mixed("--b\r\n\r\nx\r\n--b--\r\n")),
        Part("encoding-on-message", _ => "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + OracleGenerator.Base64("Subject: in\r\n\r\nx\r\n")),
        Part("base64-bad-characters", _ => Encoded("base64", "aGV*sbG8=\r\n")),
        Part("base64-no-padding", _ => Encoded("base64", "aGVsbG8\r\n")),
        Part("base64-one-left", _ => Encoded("base64", "aGVsbG8gd\r\n")),
        Part("base64-concatenated", _ => Encoded("base64", "aGVsbG8=\r\nd29ybGQ=\r\n")),
        Part("base64-text-after", _ => Encoded("base64", "aGVsbG8=\r\n-- footer --\r\n")),
        Part("base64-too-much-padding", _ => Encoded("base64", "aGVsbG8====\r\n")),
        Part("base64-empty", _ => Encoded("base64", "")),
        Part("quoted-bad-escape", _ => Encoded("quoted-printable", "a=ZZb=\tc\r\n")),
        Part("quoted-soft-break-padded", _ => Encoded("quoted-printable", "a= \t\r\nb\r\n")),
        Part("quoted-space-at-end", _ => Encoded("quoted-printable", "a  \r\nb\t\r\n")),
        Part("quoted-lower-case", _ => Encoded("quoted-printable", "=c3=a9\r\n")),
        Part("quoted-ends-in-equals", _ => Encoded("quoted-printable", "abc=")),
        Part("quoted-half-escape-at-end", _ => Encoded("quoted-printable", "abc=4")),
        Part("quoted-underscore", _ => Encoded("quoted-printable", "a_b\r\n")),
        Part("uuencode", _ => "Content-Type: image/gif\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 f\r\n"
            + "#0V%T\r\n`\r\nend\r\n"),
        Part("charset-unknown", _ => InCharset("x-none", "caf\u00E9\r\n")),
        Part("charset-missing-8bit-utf8", g =>
            "Content-Transfer-Encoding: 8bit\r\n\r\n" + OracleGenerator.Utf8("\u00E9\r\n")),
        Part("charset-ascii-8bit-latin1", _ => InCharset("us-ascii", "caf\u00E9\r\n")),
        Part("charset-broken-utf8", _ => InCharset("utf-8", "a\u00C3(\u00FF\r\n")),
        Part("charset-undefined-octets", _ => InCharset("windows-1252", "a\u0081\u008Db\r\n")),
        Part("charset-controls-latin1", _ => InCharset("iso-8859-1", "a\u0093b\u0094\r\n")),
        Part("charset-quoted", _ => InCharset("\"utf-8\"", "a\r\n")),
        Part("charset-alias", _ => InCharset("cp1252", "\u0080\r\n")),
        Part("charset-alias-utf8", _ => InCharset("utf8", OracleGenerator.Utf8("\u00E9\r\n"))),
        Part("charset-utf7", _ => InCharset("utf-7", "+AOk-\r\n")),
        Part("charset-bom", _ => InCharset("utf-8", OracleGenerator.Utf8("\uFEFFa\r\n"))),
        Part("charset-utf16-bom", _ => "Content-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: "
            + "base64\r\n\r\n"
            + OracleGenerator.Base64("\u00FF\u00FEa\0b\0")),
        Part("charset-gb18030", _ => InCharset("gb18030", "\u00C4\u00E3\r\n")),
        Part("charset-hz", _ => InCharset("hz-gb-2312", "~{VPND~}\r\n")),
        Part("body-nul", _ => "\r\na\0b\r\n"),
        Part("body-bare-cr", _ => "\r\na\rb\r\n"),
        Part("body-empty", _ => "\r\n"),
        Part("body-absent", _ => ""),
        Part("message-empty", _ => "Content-Type: message/rfc822\r\n\r\n"),
        Part("message-of-message", g => "Content-Type: message/rfc822\r\n\r\nContent-Type: "
            + "message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n"),
        Part("message-partial", _ => "Content-Type: message/partial; id=x; number=1\r\n\r\nSubject: x\r\n\r\ny\r\n"),
        Part("message-external", _ => "Content-Type: message/external-body; access-type=URL\r\n\r\nContent-Type: "
            + "image/gif\r\n\r\n"),
        Part("message-status", _ => "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; "
            + "x\r\n\r\nAction: failed\r\n"),
    ];

    private static OracleQuirk Field(string name, string field, string value) =>
        new(name) { Field = (field, _ => ": " + value) };

    private static OracleQuirk Part(string name, Func<OracleGenerator, string> part) => new(name) { Part = part };

    private static string Mixed(string body) => "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + body;

    private static string Attached(string parameters) =>
        $"Content-Type: text/plain\r\nContent-Disposition: attachment; {parameters}\r\n\r\nx\r\n";

    private static string Encoded(string encoding, string body) =>
        $"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}";

    private static string InCharset(string charset, string body) =>
        $"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}";
}
