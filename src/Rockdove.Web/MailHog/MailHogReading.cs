using System.Text;
using Rockdove.Catcher;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>Turns a caught message into what MailHog shows of one.</summary>
/// <param name="writesTrace">
/// Whether its header is shown with the Message-ID, Received and Return-Path that MailHog would have written there.
/// </param>
internal sealed class MailHogReading(bool writesTrace)
{
    public HogMessageShape Message(CaughtMessage caught, ReadOnlyMemory<byte> octets)
    {
        var envelope = caught.Envelope;
        var mime = MimeMessage.Read(octets);
        var root = mime.Root;
        var headers = Headers(root);
        if (writesTrace)
            WriteTrace(headers, caught);
        return new()
        {
            ID = caught.Id.ToString(),
            From = Path(envelope.ReversePath),
            To = [.. envelope.ForwardPaths.Select(Path)],
            Content = new()
            {
                Headers = headers,
                Body = Text(WithoutLastLineEnd(root.RawBody)),
                Size = WithoutLastLineEnd(octets).Length,
                MIME = null,
            },
            Created = caught.ReceivedAt,
            MIME = Parts(mime, root),
            Raw = new(
                envelope.ReversePath, envelope.ForwardPaths, Text(WithoutLastLineEnd(octets)), envelope.Helo ?? ""),
        };
    }

    /// <summary>The parts that MailHog counts from 0; null if there is no multipart.</summary>
    public static IReadOnlyList<MimePart>? PartsOf(MimePart part) => part.IsMultipart ? part.Children : null;

    private static HogMimeShape? Parts(MimeMessage mime, MimePart part) =>
        PartsOf(part) is { } parts ? new([.. parts.Select(each => Content(mime, each))]) : null;

    private static HogContentShape Content(MimeMessage mime, MimePart part) => new()
    {
        Headers = Headers(part),
        Body = Text(part.RawBody).TrimEnd('\r', '\n'), // MailHog's parts end without a line end, however many came.
        Size = WithoutLineEnds(mime.Source[part.HeaderRange.Start..part.BodyRange.End]).Length,
        MIME = Parts(mime, part),
    };

    /// <summary>All fields by name, each in its spelling; unfolded, and not decoded.</summary>
    private static Dictionary<string, List<string>> Headers(MimePart part)
    {
        var headers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var field in part.Headers)
            Add(headers, field.Name, field.Unfolded);
        return headers;
    }

    private static void WriteTrace(Dictionary<string, List<string>> headers, CaughtMessage caught)
    {
        if (Spelling(headers, "Message-ID") is null)
            headers.Add("Message-ID", [caught.Id.ToString()]);
        var at = MailDate.Format(caught.ReceivedAt);
        Add(
            headers,
            Spelling(headers, "Received") ?? "Received",
            $"from {caught.Envelope.Helo} by rockdove\r\n          id {caught.Id}; {at}");
        Add(headers, Spelling(headers, "Return-Path") ?? "Return-Path", $"<{caught.Envelope.ReversePath}>");
    }

    private static string? Spelling(Dictionary<string, List<string>> headers, string name) =>
        headers.Keys.FirstOrDefault(each => each.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static void Add(Dictionary<string, List<string>> headers, string name, string value)
    {
        if (!headers.TryGetValue(name, out var values))
            headers.Add(name, values = []);
        values.Add(value);
    }

    private static HogPathShape Path(string address)
    {
        var at = address.LastIndexOf('@');
        return at < 0 ? new(null, address, "", "") : new(null, address[..at], address[(at + 1)..], "");
    }

    /// <summary>What stands before the final dot: MailHog takes the line end in front of it for its own.</summary>
    private static ReadOnlyMemory<byte> WithoutLastLineEnd(ReadOnlyMemory<byte> octets) =>
        octets.Span.EndsWith("\r\n"u8) ? octets[..^2] : octets;

    private static ReadOnlyMemory<byte> WithoutLineEnds(ReadOnlyMemory<byte> octets) => octets.Trim("\r\n"u8);

    private static string Text(ReadOnlyMemory<byte> octets) => Encoding.UTF8.GetString(octets.Span);
}
