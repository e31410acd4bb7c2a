using System.Text;

namespace Rockdove.Mime.Tests;

/// <summary>A message for both readers, and the one thing about it that is odd.</summary>
/// <param name="Octets">The message.</param>
/// <param name="Quirk">Its name in <see cref="OracleQuirks"/>; "none" for a message as it should be.</param>
internal readonly record struct OracleMessage(byte[] Octets, string Quirk);

/// <summary>
/// Writes messages of every shape from a seed: half of them right, half with exactly one quirk, so that
/// a disagreement has a name. Octets are the characters of Latin-1 until the end.
/// </summary>
internal sealed class OracleGenerator(int seed)
{
    private readonly Random _random = new(seed);
    private int _boundary;

    public OracleMessage Next()
    {
        _boundary = 0;
        var quirk = _random.Next(2) == 0 ? OracleQuirks.All[_random.Next(OracleQuirks.All.Count)] : OracleQuirk.None;
        var part = quirk.Part is { } make ? Wrapped(make(this)) : Part(0);
        var header = new StringBuilder();
        foreach (var name in (string[])["From", "To", "Cc", "Subject", "Date", "Message-ID", "X-Note"])
        {
            if (quirk.Field is { } field && field.Name == name)
                header.Append(field.Name).Append(field.Value(this)).Append("\r\n");
            else if (name is "From" or "Subject" || _random.Next(4) > 0)
                header.Append(name).Append(": ").Append(Value(name)).Append("\r\n");
        }

        var text = $"{header}MIME-Version: 1.0\r\n{part}";
        if (quirk.Whole is { } change)
            text = change(text);
        return new OracleMessage(Encoding.Latin1.GetBytes(text), quirk.Name);
    }

    public int Number(int below) => _random.Next(below);

    public T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    public string NewBoundary() => $"{Pick("b", "=_", "----=_Next", "a'()+_,-./:=?")}{_boundary++}";

    public string Words(int most)
    {
        var words = Enumerable.Range(0, 1 + Number(most)).Select(_ => Pick(
            "rain", "and", "the", "doves", "flew", "over", "rocks", "by", "night,", "3.14", "a=b", "--", "(so)", "x"));
        return string.Join(' ', words);
    }

    public static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    public static string InCharset(string text, string charset) =>
        Encoding.Latin1.GetString(CharsetOf(charset).GetBytes(text));

    public static string Base64(string octets)
    {
        var text = Convert.ToBase64String(Encoding.Latin1.GetBytes(octets));
        return string.Join("\r\n", text.Chunk(76).Select(line => new string(line))) + "\r\n";
    }

    public static string Quoted(string octets)
    {
        var text = new StringBuilder();
        var column = 0;
        foreach (var octet in octets)
        {
            var token = octet is '\r' or '\n' || (octet is >= ' ' and <= '~' and not '=') ? octet.ToString()
                : $"={(int)octet:X2}";
            if (column + token.Length > 70 && octet is not ('\r' or '\n'))
            {
                text.Append("=\r\n");
                column = 0;
            }

            text.Append(token);
            column = octet == '\n' ? 0 : column + token.Length;
        }

        return text.ToString();
    }

    public string Multipart(string subtype, params string[] parts)
    {
        var boundary = NewBoundary();
        var text = new StringBuilder($"Content-Type: multipart/{subtype}; boundary=\"{boundary}\"\r\n\r\n");
        if (Number(3) == 0)
            text.Append("a preamble\r\n");
        foreach (var part in parts)
            text.Append("--").Append(boundary).Append("\r\n").Append(part).Append("\r\n");
        text.Append("--").Append(boundary).Append("--\r\n");
        if (Number(4) == 0)
            text.Append("an epilogue\r\n");
        return text.ToString();
    }

    public string Text(string body = "words\r\n") => $"Content-Type: text/plain; charset=us-ascii\r\n\r\n{body}";

    // Not ours: what is generated should not hang on what is tested.
    private static Encoding CharsetOf(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);

    private string Part(int depth)
    {
        if (depth >= 4 || Number(10) < 5 + depth)
            return Leaf();
        if (Number(5) == 0)
        {
            return $"Content-Type: message/rfc822\r\n\r\nSubject: {Value("Subject")}\r\nFrom: {Value("From")}\r\n"
                + Part(depth + 1);
        }

        var parts = Enumerable.Range(0, 1 + Number(3)).Select(_ => Part(depth + 1)).ToArray();
        return Multipart(Pick("mixed", "alternative", "related", "signed"), parts);
    }

    // Sometimes alone, sometimes one of several.
    private string Wrapped(string part) => Number(3) switch
    {
        0 => part,
        1 => Multipart("mixed", Text(), part),
        _ => Multipart("mixed", part, Leaf()),
    };

    private string Leaf()
    {
        if (Number(4) == 0)
        {
            var name = Pick("a.pdf", "two words.png", "x;y.bin");
            var octets = new string([.. Enumerable.Range(0, Number(200)).Select(_ => (char)Number(256))]);
            return $"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
                + $"Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n{Base64(octets)}";
        }

        var (charset, words) = Pick(
            ("us-ascii", "plain words"), ("utf-8", "é ü € 日本 😀"), ("iso-8859-1", "café"),
            ("windows-1252", "“quoted” €"),
            ("koi8-r", "Привет"), ("shift_jis", "日本語"), ("gb2312", "你好"), ("big5", "你好"), ("euc-jp", "日本語"),
            ("iso-2022-jp", "日本語"), ("euc-kr", "안녕"), ("windows-1251", "Привет"),
            ("iso-8859-15", "€"), ("utf-16le", "é"));
        var body = string.Concat(Enumerable.Range(0, Number(6)).Select(_ => $"{words} {Words(8)}\r\n"));
        var octets8 = InCharset(body, charset);
        var mustEncode = charset.StartsWith("utf-16", StringComparison.Ordinal);
        var (encoding, text) = Number(4) switch
        {
            0 => ("base64", Base64(octets8)),
            1 when !mustEncode => ("quoted-printable", Quoted(octets8)),
            _ when mustEncode => ("base64", Base64(octets8)),
            _ => (octets8.Any(octet => octet > 127) ? "8bit" : "7bit", octets8),
        };
        return $"Content-Type: text/{Pick("plain", "html")}; charset={charset}\r\n"
            + $"Content-Transfer-Encoding: {encoding}\r\n\r\n{text}";
    }

    private string Value(string name) => name switch
    {
        "From" => Mailbox(),
        "To" or "Cc" => string.Join(Pick(", ", ",\r\n "), Enumerable.Range(0, 1 + Number(3)).Select(_ => Address())),
        "Date" => MailDate.Format(new DateTimeOffset(2000 + Number(40), 1 + Number(12), 1 + Number(28), Number(24),
            Number(60), Number(60), TimeSpan.FromMinutes(15 * (Number(96) - 48)))),
        "Message-ID" => $"<{Number(100000)}.x@example.org>",
        _ => Number(3) switch
        {
            0 => Word("é ü " + Words(2)) + " " + Word("日本"),
            1 => Words(6) + "\r\n " + Words(6),
            _ => Words(10),
        },
    };

    private string Address() => Number(8) == 0 ? $"Friends: {Mailbox()}, {Mailbox()};" : Mailbox();

    private string Mailbox()
    {
        var address = $"{Pick("ann", "bob.b", "c+d", "\"two words\"")}@{Pick("example.org", "mail.example.net")}";
        return Number(5) switch
        {
            0 => address,
            1 => $"Ann Example <{address}>",
            2 => $"\"Example, Ann\" <{address}>",
            3 => $"{Word("Änn Exämple")} <{address}>",
            _ => $"<{address}>",
        };
    }

    private string Word(string text) => Number(2) == 0
        ? $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?="
        : "=?utf-8?Q?" + string.Concat(Encoding.UTF8.GetBytes(text).Select(octet =>
            octet == ' ' ? "_" : char.IsAsciiLetterOrDigit((char)octet) ? $"{(char)octet}" : $"={octet:X2}")) + "?=";
}
