namespace Rockdove.Mime.Tests;

/// <summary>Properties that hold for every message, and for every message with octets changed at random.</summary>
public sealed class CorpusTests
{
    [Fact]
    public void The_corpus_has_more_than_sixty_messages() => Assert.True(Corpus.Messages.Count >= 60);

    [Fact]
    public void Every_message_keeps_the_properties()
    {
        foreach (var message in Corpus.Messages)
            CheckProperties(message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_mutation_keeps_the_properties(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2_500; round++)
        {
            var message = Mutate(Corpus.Messages[random.Next(Corpus.Messages.Count)], random);
            try
            {
                CheckProperties(message);
            }
            catch (Exception broken)
            {
                Assert.Fail($"seed {seed}, round {round}, {Convert.ToBase64String(message)}: {broken}");
            }
        }
    }

    internal static byte[] Mutate(byte[] original, Random random)
    {
        List<byte> octets = [.. original];
        for (var change = random.Next(1, 8); change > 0; change--)
        {
            var at = random.Next(octets.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < octets.Count:
                    octets[at] = (byte)random.Next(256);
                    break;
                case 1 when at < octets.Count:
                    octets.RemoveRange(at, random.Next(Math.Min(octets.Count - at, 20)) + 1);
                    break;
                case 2:
                    octets.InsertRange(at, Interesting[random.Next(Interesting.Length)]);
                    break;
                case 3 when at < octets.Count:
                    octets.InsertRange(at, octets.GetRange(at, random.Next(octets.Count - at) + 1));
                    break;
                default:
                    octets.InsertRange(at, Corpus.Messages[random.Next(Corpus.Messages.Count)]);
                    break;
            }
        }

        return [.. octets];
    }

    private static void CheckProperties(byte[] octets)
    {
        var message = MimeMessage.Read(octets);
        HashSet<string> ids = [];
        foreach (var part in message.Parts)
        {
            CheckOffsets(part, octets.Length);
            Assert.True(ids.Add(part.Id), $"two parts {part.Id}");
            Assert.Same(part, message.FindPart(part.Id));
            Assert.True(part.DecodeBody().Length <= part.RawBody.Length);
            _ = (part.DecodeText(), part.FileName, part.ContentId, part.ToString());
            foreach (var header in part.Headers)
            {
                Assert.True(header.Range.Start >= part.HeaderRange.Start && header.Range.End <= part.HeaderRange.End);
                Assert.DoesNotContain(header.Decoded, char.IsControl);
            }
        }

        foreach (var defect in message.Examine())
        {
            Assert.InRange(defect.Offset, 0, octets.Length);
            Assert.StartsWith("RFC ", defect.Section, StringComparison.Ordinal);
        }

        CheckPicks(message);
        Assert.InRange(message.Snippet().Length, 0, 200);
        foreach (var address in message.From.Concat(message.To).Concat(message.Cc))
            Assert.DoesNotContain(address.Name + address.Address, char.IsControl);
        _ = (message.Subject, message.Date, message.MessageId, message.References, message.Text, message.Html);
    }

    // A header, then a body inside the parent's body, children in order and apart from each other.
    private static void CheckOffsets(MimePart part, int length)
    {
        Assert.InRange(part.HeaderRange.Start, 0, part.HeaderRange.End);
        Assert.Equal(part.HeaderRange.End, part.BodyRange.Start);
        Assert.InRange(part.BodyRange.End, part.BodyRange.Start, length);
        if (part.Parent is null)
            Assert.Equal((0, length), (part.HeaderRange.Start, part.BodyRange.End));
        var end = part.PreambleRange.End;
        Assert.InRange(end, part.BodyRange.Start, part.BodyRange.End);
        foreach (var child in part.Children)
        {
            Assert.True(child.HeaderRange.Start >= end);
            Assert.True(child.BodyRange.End <= part.BodyRange.End);
            end = child.BodyRange.End;
        }

        Assert.InRange(part.EpilogueRange.Start, end, part.EpilogueRange.End);
    }

    // Every part that is shown at all is shown once.
    private static void CheckPicks(MimeMessage message)
    {
        List<MimePart> picked = [.. message.Attachments, .. message.Inlines];
        if (message.TextBody is { } text)
            picked.Add(text);
        if (message.HtmlBody is { } html)
            picked.Add(html);
        Assert.Equal(picked.Count, picked.Distinct().Count());
        Assert.NotEmpty(picked.Concat(message.Parts.Where(part => part.IsMultipart)));
    }

    private static readonly byte[][] Interesting =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\r\n\r\n", "--b", "--b--\r\n", "\r\n--b\r\n", "\r\n"
                + "--bb--\r\n", "=?utf-8?Q?", "?=", "=?", "\"",
            "(", ")", "<", ">", "@", ",", ";", ":", "=", "\\", "\0", "Content-Type: message/rfc822\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Transfer-Encoding: base64\r\n", "*0*=", "''", "%",
            "\u00E9", " \t", "<!--", "<style>", "&#", "<a b=\"",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF],
        [0xC3],
    ];
}
