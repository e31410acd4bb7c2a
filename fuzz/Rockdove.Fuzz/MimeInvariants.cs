using Rockdove.Mime;
using Rockdove.Testing;

namespace Rockdove.Fuzz;

/// <summary>What is true of the MIME reader for every input.</summary>
internal static class MimeInvariants
{
    /// <summary>Throws when something is not true; else tells what kind of message it was.</summary>
    public static string Check(byte[] octets, Random cuts)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = MimeMessage.Read(octets);
        Require(GC.GetAllocatedBytesForCurrentThread() - before < Spare + (octets.Length * 200L),
            "reading allocates in proportion");
        CheckOffsets(message, octets.Length);
        CheckStored(message);
        CheckScanner(message, octets, cuts);
        CheckDecoding(message, octets.Length);
        CheckWriting(message);
        return string.Join(',', message.Examine().Select(defect => defect.Kind).Distinct().Order())
            + $" {Math.Min(message.Parts.Count, 12)} {message.Parts.Max(part => part.Depth)}";
    }

    // The octets of a multipart are its header, preamble, parts with delimiters between them, and epilogue.
    private static void CheckOffsets(MimeMessage message, int length)
    {
        Require(message.Root.HeaderRange.Start == 0 && message.Root.BodyRange.End == length, "the message is all "
            + "of it");
        foreach (var part in message.Parts)
        {
            Require(part.HeaderRange.End == part.BodyRange.Start, "the body follows the header");
            Require(part.HeaderRange.Length >= 0 && part.BodyRange.Length >= 0, "ranges have no negative length");
            var end = part.PreambleRange.End;
            foreach (var child in part.Children)
            {
                Require(child.HeaderRange.Start >= end, "parts are in order and apart");
                end = child.BodyRange.End;
            }

            Require(end <= part.EpilogueRange.Start && part.EpilogueRange.End <= part.BodyRange.End,
                "the epilogue is last");
            Require(message.FindPart(part.Id) == part, "a number names one part");
        }
    }

    private static void CheckStored(MimeMessage message)
    {
        var stored = MessageStructure.Of(message).ToArray();
        Require(MessageStructure.TryRead(stored, out var read), "what was stored is read");
        Require(read!.ToArray().AsSpan().SequenceEqual(stored), "what was stored is read as the same");
    }

    private static void CheckScanner(MimeMessage message, byte[] octets, Random cuts)
    {
        MessageScanner scanner = new();
        var most = 1 << cuts.Next(1, 10);
        for (var at = 0; at < octets.Length;)
        {
            var length = Math.Min(cuts.Next(1, most + 1), octets.Length - at);
            scanner.Write(octets.AsSpan(at, length));
            at += length;
        }

        var passed = scanner.Complete().ToArray();
        Require(passed.AsSpan().SequenceEqual(MessageStructure.Of(message).ToArray()), "cuts do not matter");
        Require(scanner.Defects.SequenceEqual(message.Defects), "cuts do not matter to defects");
    }

    private static void CheckDecoding(MimeMessage message, int length)
    {
        foreach (var part in message.Parts)
        {
            Require(part.DecodeBody().Length <= part.RawBody.Length, "decoding does not grow");
            _ = (part.DecodeText(), part.ReadText(), part.FileName, part.ContentId);
            _ = ListFields.Read(part.Headers);
            foreach (var field in part.Headers)
            {
                Require(!field.Decoded.Any(char.IsControl), "decoded fields have no controls");
                _ = AuthenticationResults.Read(field.Unfolded);
                foreach (var address in AddressList.Read(field.Unfolded))
                    _ = (address.AsciiDomain, address.UnicodeDomain);
            }
        }

        Require(message.Examine().All(defect => defect.Offset >= 0 && defect.Offset <= length), "defects lie inside");
        Require(message.Snippet().Length <= 200, "a snippet is short");
    }

    // What was decoded can be written, and is then read as the same.
    private static void CheckWriting(MimeMessage message)
    {
        MessageDraft draft = new(DateTimeOffset.UnixEpoch, "1@example.org")
        {
            From = [new MailAddress("", "a", "b.example")],
            Subject = message.Subject,
            Text = message.Text ?? "",
            Html = message.Html,
        };
        var read = MimeMessage.Read(MessageWriter.Write(draft));
        Require(read.Examine().Count == 0, "what is written has no defects");
        Require(read.Subject == draft.Subject, "a subject is read as it was written");
        Require(SameLines(read.Text, draft.Text), "a text is read as it was written");
        Require(draft.Html is null || SameLines(read.Html, draft.Html), "HTML is read as it was written");
    }

    private static bool SameLines(string? read, string written) =>
        Lines(read ?? "") == Lines(Encoded(written));

    // A lone surrogate has no octets in UTF-8.
    private static string Encoded(string text) =>
        System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal)
        .Replace('\r', '\n').TrimEnd('\n').TrimStart('\uFEFF');

    private static void Require(bool isTrue, string what)
    {
        if (!isTrue)
            throw new InvariantBrokenException(what);
    }

    /// <summary>Lists of a first size, and values that are made once in a process.</summary>
    private const int Spare = 256 * 1024;
}
