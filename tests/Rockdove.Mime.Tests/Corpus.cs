using System.Text;

namespace Rockdove.Mime.Tests;

/// <summary>
/// Small messages of every shape that the reader knows, good and bad. Properties run over all of them.
/// </summary>
internal static class Corpus
{
    private static readonly Lazy<List<byte[]>> Built = new(Build); // Lazy: the texts are initialised after it.

    public static IReadOnlyList<byte[]> Messages => Built.Value;

    private static List<byte[]> Build()
    {
        List<byte[]> all = [.. Texts.Select(Mail.Octets)];
        var multiparts = Texts.Where(text => text.Contains("--b", StringComparison.Ordinal));
        all.AddRange(multiparts.Take(6).Select(WithBareLineFeeds));
        all.Add([]);
        all.Add([0, 255, 13, 10, 13, 10, 0]);
        all.Add([.. Encoding.ASCII.GetBytes("Subject: raw "), 0xE9, 0xE8, 13, 10, 13, 10, 0x80, 0xFF]);
        return all;
    }

    private static byte[] WithBareLineFeeds(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"));

    private static readonly string[] Texts =
    [
        "From: a@b.test\nTo: c@d.test\nSubject: plain\n\nHello.\n",
        "Subject: no body\n",
        "Subject: header without its end",
        "\nbody without header\n",
        "\n\n\n",
        "just some words\n",
        ":\n\nno name\n",
        " folded first\nSubject: x\n\nbody\n",
        "Subject: folded\n\tonce\n  and twice\n\nbody\n",
        "Subject:\n  all of it\n\nbody\n",
        "Subject : space\nFrom\t: a@b.test\n\nbody\n",
        "From someone Mon Jan  1 00:00:00 2024\nSubject: mbox\n\nbody\n",
        "Subject: a\nnot a field\nmore: text\n",
        "Subject: =?utf-8?B?w6nDqA==?= =?utf-8?Q?_=C3=A9?=\n\nx\n",
        "Subject: =?utf-8?B?w6n?= =?utf-8?Q?=C3?= =?utf-8?Q?=A9?=\n\nx\n",
        "Subject: =?x-unknown?Q?abc?= =?iso-8859-1?q?=E9?= =?utf-8?z?no?=\n\nx\n",
        "Subject: =?=?=?=?utf-8?Q?=?=\n\nx\n",
        "From: \"Joe Q. Public\" <joe@x.test>, Group: a@b, c@d;, (only) \n\nx\n",
        "From: <@a,@b:c@d.test>, \"un\\\"quoted\" <e@[127.0.0.1]>, f@g (h)\n\nx\n",
        "To: ,,;;::<<>>@@\"\n\nx\n",
        "To: a b c <d e@f g> h, (((unclosed\n\nx\n",
        "Date: Fri, 21 Nov 1997 09:55:06 -0600\nDate: 32 Foo 1 99:99\n\nx\n",
        "Message-ID: <a@b>\nReferences: <c@d> junk <e@f\n\nx\n",
        "Content-Type: text/html; charset=utf-8\n\n<p>Hi &amp; <b>bye</b><style>p{}</style>\n",
        "Content-Type: text/html\n\n<!-- <p> -->a<b c='>'>d</b><script>1<2</script><\n",
        "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\ncaf=E9 =\n"
            + "soft  \n=ZZ=\n",
        "Content-Type: text/plain; charset=\"windows-1252\"\nContent-Transfer-Encoding: base64\n\naGVsbG8g\nd29ybGQ=\n",
        "Content-Transfer-Encoding: base64\n\n!!aGVs*bG8=====AAA\n",
        "Content-Transfer-Encoding: x-what (comment)\n\nx\n",
        "Content-Transfer-Encoding: \n\nx\n",
        "Content-Type: text\n\nx\n",
        "Content-Type: /\n\nx\n",
        "Content-Type: \"text/plain\n\nx\n",
        "Content-Type: application/pdf; name*0*=utf-8''a%20; name*1=b.pdf; name*2*=%E2%82%AC\n\nx\n",
        "Content-Type: text/plain; a; =b; c=; ;;; d=\"e\n\nx\n",
        "Content-Disposition: attachment; filename=\"=?utf-8?Q?=C3=A9.txt?=\"\n\nx\n",
        "Content-Disposition: attachment; filename=two words.txt (c); size=3\n\nx\n",
        "Content-Type: multipart/mixed; boundary=b\n\npre\n--b\n\none\n--b\nA: b\n\ntwo\n--b--\npost\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\nnever closed\n",
        "Content-Type: multipart/mixed; boundary=b\n\nno delimiter\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b--\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n--b\n--b--",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nX: header cut\n--b\n y\n--b--\n",
        "Content-Type: multipart/mixed\n\n--b\n\nx\n--b--\n",
        "Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\nx\n----\n",
        "Content-Type: multipart/mixed; boundary=\"b c\"\n\n--b c  \n\nx\n--b c-- \n",
        "Content-Type: multipart/mixed; boundary=b; boundary=c\n\n--c\n\nx\n--b\n\ny\n--b--\n",
        "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\nx\n--b--\n",
        Nested("multipart/mixed", "b", Nested("multipart/alternative", "bb", "\nx\n", "Content-Type: text/html\n\n"
            + "y\n"), "\nz\n"),
        Nested("multipart/mixed", "b", "Content-Type: multipart/mixed; boundary=bb\n\n--bb\n\ninner "
            + "unclosed\n", "\nz\n"),
        Nested("multipart/mixed", "b", "Content-Type: multipart/mixed; boundary=b\n\nsame\n", "\nz\n"),
        Nested("multipart/digest", "b", "\nSubject: one\n\nfirst\n", "Content-Type: text/plain\n\nsecond\n"),
        Nested("multipart/mixed", "b", "Content-Type: message/rfc822\n\nSubject: inner\n\ntext\n", "\nz\n"),
        Nested("multipart/mixed", "b", "Content-Type: message/rfc822\n\n" + Nested("multipart/mixed", "bb", "\n"
            + "1\n", "\n2\n")),
        Nested("multipart/mixed", "b", "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
            + "U3ViamVjdDo=\n"),
        "Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\nSubject: deep\n\nx\n",
        "Content-Type: message/rfc822\n",
        Nested("multipart/related", "b", "Content-Type: text/html\n\n<img src=cid:i@x>\n",
            "Content-Type: image/png\nContent-ID: <i@x>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"),
        Nested("multipart/signed", "b", "\nsigned\n", "Content-Type: application/pgp-signature\n\nsig\n"),
        Nested("multipart/report", "b", "\nhuman\n", "Content-Type: message/delivery-status\n\nReporting-MTA: dns; "
            + "x\n\nAction: failed\n"),
        "Content-Type: multipart/mixed; boundary*0=b; boundary*1=c\n\n--bc\n\nx\n--bc--\n",
        "Content-Type: text/plain; charset=utf-16\n\n\0h\0i",
        "Content-Type: text/plain; charset=iso-2022-jp\nContent-Transfer-Encoding: base64\n\nGyRCRnxLXBsoQg==\n",
        "Content-Type: text/plain; charset=x-none\n\né\n",
        "Subject: é à ü\nTo: Ünal <ü@ü.test>\n\nsmtputf8\n",
        "Subject: nul \0 in it\n\n\0\n",
        "Subject: \rcr\r alone\r\n\r\rx\n",
        "Content-Type: multipart/alternative; boundary=\"--b\"\n\n----b\n\nx\n----b\nContent-Type: text/html\n\n"
            + "<p>y\n----b----\n",
    ];

    private static string Nested(string type, string boundary, params string[] parts) =>
        $"Subject: {type}\nContent-Type: {type}; boundary={boundary}\n\npreamble\n--{boundary}\n"
        + string.Join($"\n--{boundary}\n", parts) + $"\n--{boundary}--\nepilogue\n";
}
