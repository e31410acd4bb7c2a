namespace Rockdove.Storage.Tests;

public sealed class IdTests
{
    [Fact]
    public void An_id_is_22_letters_and_digits_and_reads_back()
    {
        for (var i = 0; i < 100; i++)
        {
            var id = MessageId.Create(DateTimeOffset.FromUnixTimeSeconds(i * 100_000_000L));

            Assert.Matches("^[0-9A-Za-z]{22}$", id.ToString());
            Assert.Equal(id, MessageId.Parse(id.ToString()));
        }
    }

    [Theory]
    [InlineData("0000000000000000000000", true)]
    [InlineData("0000000000000000000001", true)]
    [InlineData("7n42DGM5Tflk9n8mt7Fhc7", true)]
    [InlineData("7n42DGM5Tflk9n8mt7Fhc8", false)]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzz", false)]
    [InlineData("000000000000000000000", false)]
    [InlineData("00000000000000000000000", false)]
    [InlineData("000000000000000000000-", false)]
    [InlineData("00000000000000000000é0", false)]
    [InlineData("", false)]
    public void Only_128_bits_are_an_id(string text, bool valid)
    {
        Assert.Equal(valid, MailboxId.TryParse(text, out var id));
        if (valid)
            Assert.Equal(text, id.ToString());
        else
            Assert.Throws<FormatException>(() => MailboxId.Parse(text));
    }

    [Fact]
    public void A_time_before_1970_still_gives_an_id() =>
        Assert.NotEqual(MessageId.Create(DateTimeOffset.MinValue), MessageId.Create(DateTimeOffset.MinValue));

    [Theory]
    [InlineData("inbox", "INBOX")]
    [InlineData("Inbox/a", "Inbox/a")]
    [InlineData("INBOXES", "INBOXES")]
    public void Inbox_is_spelt_in_one_way(string name, string expected) =>
        Assert.Equal(expected, new MailboxName("", name).Name);

    [Fact]
    public void A_mailbox_name_has_a_length()
    {
        var longest = new string('n', MailboxName.MaximumLength);

        Assert.Equal(longest, new MailboxName(longest, longest).Name);
        Assert.Throws<ArgumentException>(() => new MailboxName("", ""));
        Assert.Throws<ArgumentException>(() => new MailboxName("", longest + "n"));
        Assert.Throws<ArgumentException>(() => new MailboxName(longest + "n", "n"));
    }
}
