namespace Rockdove.RealClients.Tests;

/// <summary>Messages whose structure is odd in ways that the generator does not know.</summary>
internal static class OddStructures
{
    public static readonly IReadOnlyList<(string Quirk, string Text)> All =
    [
        .. Messages().Select(message => (message.Quirk, WithVersion(message.Text).ReplaceLineEndings("\r\n"))),
    ];

    /// <summary>Where MIME begins, it says so; but for one message.</summary>
    private static string WithVersion(string text) =>
        text.StartsWith("Content-", StringComparison.Ordinal) ? "MIME-Version: 1.0\n" + text : text;

    private static (string Quirk, string Text)[] Messages() =>
    [
        ("hand-no-version", "Subject: x\nContent-ID: <a@b>\nContent-Disposition: inline\nContent-Language: en\n"
            + "Content-Transfer-Encoding: base64\n\nYQ==\n"),
        ("hand-no-body", "Subject: x\n"),
        ("hand-no-header-end", "Subject: x"),
        ("hand-no-header", "\nbody\n"),
        ("hand-only-lines", "\n\n\n"),
        ("hand-words", "just some words\nand more\n"),
        ("hand-folded-first", " folded\nSubject: x\n\nbody\n"),
        ("hand-mbox-line", "From someone Mon Jan  1 00:00:00 2024\nSubject: mbox\n\nbody\n"),
        ("hand-two-subjects", "Subject: one\nSubject: two\n\nbody\n"),
        ("hand-two-to", "To: a@b.example\nTo: c@d.example\n\nbody\n"),
        ("hand-two-types", "Content-Type: text/html\nContent-Type: text/plain\n\nbody\n"),
        ("hand-sender", "From: a@b.example\nSender: c@d.example\nReply-To: e@f.example, g@h.example\n\nbody\n"),
        ("hand-empty-fields", "From:\nSender:\nTo: \nCc:\nSubject:\nMessage-ID:\nIn-Reply-To:\nDate:\n\nbody\n"),
        ("hand-bcc", "From: a@b.example\nBcc: c@d.example\n\nbody\n"),
        ("hand-in-reply-to", "In-Reply-To: <a@b> (comment)\n <c@d>\nMessage-ID:   <e@f>  \n\nbody\n"),
        ("hand-date-text", "Date: yesterday,   at noon \n\nbody\n"),
        ("hand-subject-quotes", "Subject: a \"quoted\" \\ word\n\nbody\n"),
        ("hand-subject-tab", "Subject: a\tb\n\tc\n\nbody\n"),
        ("hand-subject-trailing", "Subject: words   \t\n\nbody\n"),
        ("hand-name-escaped", "From: \"A \\\"B\\\" \\\\ C\" <a@b.example>\n\nbody\n"),
        ("hand-name-comment", "From: a@b.example (A B)\nTo: (first) c@d.example (last)\n\nbody\n"),
        ("hand-group-nested", "To: One: a@b.example, c@d.example;, e@f.example, Two:;\n\nbody\n"),
        ("hand-quoted-local", "To: \"a b\"@c.example, \"d\"@e.example\n\nbody\n"),
        ("hand-literal", "To: a@[192.0.2.1], b@[IPv6:2001:db8::1]\n\nbody\n"),
        ("hand-type-upper", "Content-Type: TEXT/HTML; CHARSET=UTF-8\n\nbody\n"),
        ("hand-type-alone", "Content-Type: text\n\nbody\n"),
        ("hand-type-empty", "Content-Type:\n\nbody\n"),
        ("hand-type-trailing", "Content-Type: text/plain;\n\nbody\n"),
        ("hand-type-name", "Content-Type: application/pdf; name=\"a b.pdf\"\n\nbody\n"),
        ("hand-type-2231", "Content-Type: application/x; name*=utf-8''caf%C3%A9\n\nbody\n"),
        ("hand-type-continued", "Content-Type: application/x; name*0=one; name*1=two\n\nbody\n"),
        ("hand-type-word", "Content-Type: application/x; name=\"=?utf-8?Q?caf=C3=A9?=\"\n\nbody\n"),
        ("hand-type-spaces", "Content-Type: text / plain ; charset = us-ascii\n\nbody\n"),
        ("hand-type-twice", "Content-Type: text/plain; charset=a; charset=b\n\nbody\n"),
        ("hand-type-charset-empty", "Content-Type: text/plain; charset=\"\"\n\nbody\n"),
        ("hand-no-charset", "Content-Type: text/plain; format=flowed\n\nbody\n"),
        ("hand-encoding-upper", "Content-Transfer-Encoding: BASE64\n\nYQ==\n"),
        ("hand-encoding-unknown", "Content-Transfer-Encoding: x-own\n\nbody\n"),
        ("hand-encoding-uuencode", "Content-Transfer-Encoding: x-uuencode\n\nbody\n"),
        ("hand-encoding-empty", "Content-Transfer-Encoding:\n\nbody\n"),
        ("hand-fields", "Content-ID: <a@b>\nContent-Description: some\n words\nContent-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\n"
            + "Content-Language: en\nContent-Location: http://example.org/a\n b\n\nbody\n"),
        ("hand-languages", "Content-Language: en, de-AT , fr\n\nbody\n"),
        ("hand-disposition", "Content-Disposition: INLINE; filename=a.txt; size=12\n\nbody\n"),
        ("hand-disposition-empty", "Content-Disposition:\n\nbody\n"),
        ("hand-disposition-2231", "Content-Disposition: attachment; filename*0*=utf-8''a%20; filename*1=b\n\nbody\n"),
        ("hand-no-last-line-end", "Subject: x\n\none\ntwo"),
        ("hand-multipart-empty", "Content-Type: multipart/mixed; boundary=b\n\n--b--\n"),
        ("hand-multipart-no-body", "Content-Type: multipart/mixed; boundary=b\n"),
        ("hand-multipart-nothing", "Content-Type: multipart/mixed; boundary=b\n\nno parts here\n"),
        ("hand-multipart-empty-part", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b--\n"),
        ("hand-multipart-one", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n"),
        ("hand-multipart-fields", "Content-Type: multipart/mixed; boundary=b; x=y\nContent-Disposition: inline\n"
            + "Content-Language: en\nContent-Location: here\nContent-ID: <a@b>\n\n--b\n\none\n--b--\n"),
        ("hand-multipart-open", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n"),
        ("hand-multipart-nested-open", "Content-Type: multipart/mixed; boundary=a\n\n--a\n"
            + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--a\n\ntwo\n--a--\n"),
        ("hand-multipart-prefix", "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
            + "Content-Type: multipart/mixed; boundary=bb\n\n--bb\n\none\n--bb--\n--b\n\ntwo\n--b--\n"),
        ("hand-boundary-spaces", "Content-Type: multipart/mixed; boundary=\"b \"\n\n--b \n\none\n--b --\n"),
        ("hand-delimiter-padded", "Content-Type: multipart/mixed; boundary=b\n\n--b  \t\n\none\n--b--  \nepilogue\n"),
        ("hand-digest", "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: inner\n\nbody\n--b--\n"),
        ("hand-digest-typed",
            "Content-Type: multipart/digest; boundary=b\n\n--b\nContent-Type: text/plain\n\nx\n--b--\n"),
        ("hand-message", "Content-Type: message/rfc822\n\nFrom: a@b.example\nSubject: inner\n\nbody\nmore\n"),
        ("hand-message-empty", "Content-Type: message/rfc822\n\n"),
        ("hand-message-no-body", "Content-Type: message/rfc822\n\nSubject: inner\n"),
        ("hand-message-in-message",
            "Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\nSubject: x\n\nb\n"),
        ("hand-message-multipart", "Content-Type: message/rfc822\n\nSubject: inner\n"
            + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n"),
        ("hand-message-global", "Content-Type: message/global\n\nSubject: inner\n\nbody\n"),
        ("hand-delivery-status", "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n"
            + "Failed.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nAction: failed\n--b\n"
            + "Content-Type: text/rfc822-headers\n\nSubject: x\n\n--b--\n"),
        ("hand-partial", "Content-Type: message/partial; id=\"a@b\"; number=1; total=2\n\nSubject: x\n\nbody\n"),
        ("hand-external", "Content-Type: message/external-body; access-type=x-own\n\nContent-Type: text/plain\n\n"),
        ("hand-deep", string.Concat(Enumerable.Range(0, 20).Select(i =>
            $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n")) + "\ninnermost\n"
            + string.Concat(Enumerable.Range(0, 20).Reverse().Select(i => $"--b{i}--\n"))),
        ("hand-long-subject", $"Subject: {new string('x', 2_000)}\n\nbody\n"),
        ("hand-many-recipients", "To: " + string.Join(",\n ", Enumerable.Range(0, 300).Select(i => $"a{i}@b.example"))
            + "\n\nbody\n"),
        ("hand-signed", "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha256;\n"
            + "\tboundary=\"----b\"\n\n------b\nContent-Type: text/plain\n\nsigned\n\n------b\n"
            + "Content-Type: application/pgp-signature; name=\"signature.asc\"\n\n-----BEGIN\n\n------b--\n"),
        ("hand-calendar", "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nx\n"
            + "--b\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\n\nBEGIN:VCALENDAR\n\n--b--\n"),
        ("hand-preamble", "Content-Type: multipart/mixed; boundary=b\n\npreamble\n\n--b\n\none\n\n--b--\n\nepilogue\n"),
    ];
}
