using System.CommandLine;
using System.Text;
using Microsoft.AspNetCore.StaticFiles;
using Rockdove.Mime;

namespace Rockdove.Cli;

/// <summary>Makes the message to send: from options, from a file as it is, or of a given size.</summary>
internal sealed class MessageSource(ParseResult parsed, SendOptions options)
{
    private bool _inputIsRead;

    /// <summary>The message with CRLF at the end of each line.</summary>
    /// <exception cref="UsageException">A file cannot be read, or a header field cannot be written.</exception>
    public byte[] Read(string from, IReadOnlyList<string> to, string helloName)
    {
        var data = parsed.GetValue(options.Data);
        var size = parsed.GetValue(options.Size);
        Refuse(data is not null, "--data is a whole message", "--subject", "--body", "--html", "--header", "--attach",
            "--size");
        Refuse(size is not null, "--size makes the body", "--body", "--html", "--attach");
        if (data is not null)
            return ReadWhole(data);
        var draft = Draft(from, to, helloName, size is null ? BodyText() : "");
        byte[] message;
        try
        {
            message = MessageWriter.Write(draft);
        }
        catch (ArgumentException flaw)
        {
            throw new UsageException($"the message cannot be written: {flaw.Message}");
        }

        return size is { } bytes ? Fill(message, bytes) : message;
    }

    private string? BodyText() => Text("--body", parsed.GetValue(options.Body))
        ?? (parsed.GetValue(options.Html) is null ? "This is a test message, sent by rockdove send.\n" : null);

    private MessageDraft Draft(string from, IReadOnlyList<string> to, string helloName, string? text)
    {
        var fields = new DraftFields(parsed.GetValue(options.Header)!);
        var id = fields.Take("Message-ID")?.Trim('<', '>') ?? $"{Guid.NewGuid():n}@{helloName.Trim('[', ']')}";
        return new MessageDraft(fields.TakeDate() ?? DateTimeOffset.Now, id)
        {
            From = fields.TakeAddresses("From") ?? [Address(from.Length > 0 ? from : $"mailer-daemon@{helloName}")],
            To = fields.TakeAddresses("To") ?? [.. to.Select(Address)],
            Cc = fields.TakeAddresses("Cc") ?? [],
            ReplyTo = fields.TakeAddresses("Reply-To") ?? [],
            Sender = fields.TakeAddresses("Sender") is [var sender, ..] ? sender : null,
            Subject = parsed.GetValue(options.Subject) ?? fields.Take("Subject") ?? "Test message",
            InReplyTo = fields.TakeIds("In-Reply-To"),
            References = fields.TakeIds("References"),
            Fields = fields.Rest,
            Text = text,
            Html = Text("--html", parsed.GetValue(options.Html)),
            Attachments = [.. parsed.GetValue(options.Attach)!.Select(Attachment)],
        };
    }

    /// <summary>
    /// An envelope takes more than a header does; what cannot be written there goes in as a local part.
    /// </summary>
    private static MailAddress Address(string path)
    {
        if (MailAddress.Parse(path) is { } address)
            return address;
        var at = path.LastIndexOf('@');
        return at < 0 ? new MailAddress("", path, "") : new MailAddress("", path[..at].Trim('"'), path[(at + 1)..]);
    }

    private static DraftAttachment Attachment(string file)
    {
        var isKnown = MediaTypes.TryGetContentType(file, out var type)
            && !type!.StartsWith("message/", StringComparison.Ordinal)
            && !type.StartsWith("multipart/", StringComparison.Ordinal);
        return new(Path.GetFileName(file), isKnown ? type! : "application/octet-stream", ReadFile("--attach", file));
    }

    private string? Text(string option, string? value) => value switch
    {
        null => null,
        "-" => Encoding.UTF8.GetString(ReadInput(option)),
        ['@', .. var file] => Encoding.UTF8.GetString(ReadFile(option, file)),
        _ => value,
    };

    private byte[] ReadWhole(string data)
    {
        var message = data == "-" ? ReadInput("--data") : ReadFile("--data", data);
        var flaw = Newlines.FindBare(message);
        if (flaw < 0)
            return message;
        return parsed.GetValue(options.FixNewlines)
            ? Newlines.Fix(message)
            : throw new UsageException(
                $"--data {data}: line {Newlines.LineOf(message, flaw)} does not end in CRLF; "
                + "--fix-newlines repairs it");
    }

    private byte[] ReadInput(string option)
    {
        if (_inputIsRead)
            throw new UsageException($"{option} -: standard input can be read only once");
        _inputIsRead = true;
        using var input = Console.OpenStandardInput();
        using var all = new MemoryStream();
        input.CopyTo(all);
        return all.ToArray();
    }

    private static byte[] ReadFile(string option, string file)
    {
        if (file.Length == 0)
            throw new UsageException($"{option} is empty; allowed is a file");
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {file}: {unreadable.Message}");
        }
    }

    /// <summary>
    /// Adds lines of text until the message has that many octets; a header that is longer stays whole.
    /// </summary>
    private static byte[] Fill(byte[] header, int bytes)
    {
        var message = new byte[Math.Max(bytes, header.Length)];
        header.CopyTo(message, 0);
        for (var at = header.Length; at < message.Length;)
        {
            // The last line takes what would be too short for one more.
            var length = message.Length - at is var left && left >= 2 * FilledLineBytes ? FilledLineBytes : left;
            var line = message.AsSpan(at, length);
            for (var i = 0; i < length; i++)
                line[i] = (byte)('a' + (at + i) % 26);
            if (length >= 2)
                "\r\n"u8.CopyTo(line[^2..]);
            at += length;
        }

        return message;
    }

    private void Refuse(bool applies, string reason, params string[] others)
    {
        foreach (var other in applies ? others : [])
        {
            if (parsed.GetResult(other) is { } result && !Implicit(result))
                throw new UsageException($"{other} cannot be given as well: {reason}");
        }
    }

    private static bool Implicit(System.CommandLine.Parsing.SymbolResult result) =>
        result is System.CommandLine.Parsing.OptionResult { Implicit: true };

    private static readonly FileExtensionContentTypeProvider MediaTypes = new();

    private const int FilledLineBytes = 72;
}
