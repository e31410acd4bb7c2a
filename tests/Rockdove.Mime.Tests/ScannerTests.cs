namespace Rockdove.Mime.Tests;

/// <summary>A message that passes by has the structure that it has as a whole, however it is cut.</summary>
public sealed class ScannerTests
{
    [Fact]
    public void Every_message_gives_the_same_octet_by_octet()
    {
        foreach (var message in Corpus.Messages)
            AssertSame(message, _ => 1, MimeLimits.Default);
    }

    /// <summary>Found by fuzzing: the line end before a delimiter that cuts a header was not counted to the
    /// body.</summary>
    [Fact]
    public void A_header_cut_by_its_own_delimiter_gives_the_same() => AssertSame(
        "Content-Type: multipart/x; boundary=b\n\n--b\nContent-Type: multipart/x; boundary=b\n--b"u8.ToArray(),
        _ => 5, MimeLimits.Default);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Every_mutation_gives_the_same_for_every_cut(int seed)
    {
        Random random = new(seed);
        for (var round = 0; round < 3_000; round++)
        {
            var message = CorpusTests.Mutate(Corpus.Messages[random.Next(Corpus.Messages.Count)], random);
            try
            {
                AssertSame(message, _ => random.Next(1, 40), random.Next(2) == 0 ? MimeLimits.Default : Tight(random));
            }
            catch (Exception broken)
            {
                Assert.Fail($"seed {seed}, round {round}, {Convert.ToBase64String(message)}: {broken}");
            }
        }
    }

    [Fact]
    public void Headers_are_there_before_the_message_is_whole()
    {
        MessageScanner scanner = new();
        Assert.Empty(scanner.Headers);
        scanner.Write("Subject: x\r\n\r\nbod"u8);
        Assert.Equal("x", scanner.Headers.Text("Subject"));
        scanner.Write("y"u8);
        scanner.Complete();
        Assert.Equal("x", scanner.Headers.Text("Subject"));
    }

    [Fact]
    public void A_completed_message_takes_no_more()
    {
        MessageScanner scanner = new();
        var structure = scanner.Complete();
        Assert.Same(structure, scanner.Complete());
        Assert.Equal(0, structure.Length);
        Assert.Throws<InvalidOperationException>(() => scanner.Write("x"u8));
    }

    [Theory]
    [InlineData(10, 10, 0)]
    [InlineData(9, 9, 1)]
    public void Octets_past_the_limit_are_not_looked_at(int limit, int length, int defects)
    {
        MessageScanner scanner = new(new MimeLimits { MessageBytes = limit });
        foreach (var octet in "A: b\r\n\r\nxy"u8.ToArray())
            scanner.Write([octet]);
        Assert.Equal(length, scanner.Complete().Length);
        Assert.Equal(defects, scanner.Defects.Count);
    }

    private static MimeLimits Tight(Random random) => new()
    {
        HeaderBlockBytes = random.Next(1, 60),
        HeaderBytesInMessage = random.Next(1, 120),
        DelimiterLineBytes = random.Next(3, 12),
        HeaderFields = random.Next(1, 4),
        Parts = random.Next(1, 6),
        Depth = random.Next(0, 4),
    };

    private static void AssertSame(byte[] octets, Func<int, int> cut, MimeLimits limits)
    {
        var whole = MimeMessage.Read(octets, limits);
        MessageScanner scanner = new(limits);
        for (var at = 0; at < octets.Length;)
        {
            var length = Math.Min(cut(at), octets.Length - at);
            byte[] slice = [.. octets.AsSpan(at, length)];
            scanner.Write(slice);
            Array.Fill(slice, (byte)'#'); // Nobody may look at it again.
            at += length;
        }

        Assert.Equal(MessageStructureTests.Describe(MessageStructure.Of(whole)),
            MessageStructureTests.Describe(scanner.Complete()));
        Assert.Equal(whole.Defects, scanner.Defects);
    }
}
