using System.Text;

namespace Rockdove.Storage.Tests;

/// <summary>What a search looks at is kept as octets, and means the same when it is read from them.</summary>
public sealed class SearchTextTests
{
    private static readonly DateTimeOffset Sent = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromMinutes(-570));

    [Fact]
    public void A_text_that_was_kept_says_what_it_said()
    {
        var text = SearchText.Of(Made(Sent, hasAttachment: true, hasInline: false).Octets.ToArray());

        Assert.Equal(Sent, text.SentAt);
        Assert.Equal(Sent.Offset, text.SentAt!.Value.Offset);
        Assert.True(text.HasAttachment);
        Assert.False(text.HasInline);
        Assert.False(text.KnowsEnvelope);
        Assert.Equal(
            [
                "From ANN@EXAMPLE.ORG", "Cc B@EXAMPLE.ORG", "file PLAN B.PDF", "file ", "SUBJECT=STRASSE UND ÄRGER",
                "X-EMPTY=", "😀 SMILE",
            ],
            All(text));
    }

    [Fact]
    public void A_text_without_a_date_has_none_and_all_else()
    {
        var text = Made(null, hasAttachment: false, hasInline: true);

        Assert.Null(text.SentAt);
        Assert.True(text.HasInline);
        Assert.Equal(7, All(text).Count);
        Assert.Equal([""], All(SearchText.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_addresses_of_an_envelope_are_told_from_those_of_the_header(bool hasDate)
    {
        DeliveryEnvelope envelope = new()
        {
            ReceivedAt = Sent,
            ReversePath = "",
            ForwardPaths = ["one@example.org", "Two@example.org"],
        };
        var text = Made(hasDate ? Sent : null, false, false).With(envelope);

        Assert.True(text.KnowsEnvelope);
        Assert.Equal(hasDate ? Sent : null, text.SentAt);
        Assert.Equal(
            [
                "EnvelopeSender ", "EnvelopeRecipient ONE@EXAMPLE.ORG", "EnvelopeRecipient TWO@EXAMPLE.ORG",
                "From ANN@EXAMPLE.ORG", "Cc B@EXAMPLE.ORG", "file PLAN B.PDF", "file ", "SUBJECT=STRASSE UND ÄRGER",
                "X-EMPTY=", "😀 SMILE",
            ],
            All(text));
        Assert.True(Holds(AddressPlaces.EnvelopeRecipient, "two@example.org", text));
        Assert.False(Holds(AddressPlaces.To | AddressPlaces.EnvelopeSender, "two@example.org", text));
    }

    [Fact]
    public void Without_the_envelope_nobody_says_that_an_address_is_not_in_it()
    {
        var text = Made(Sent, false, false);

        Assert.Null(Holds(AddressPlaces.Any, "two@example.org", text));
        Assert.True(Holds(AddressPlaces.Any, "ANN@example.org", text));
        Assert.False(Holds(AddressPlaces.From, "two@example.org", text));
        Assert.False(Holds(AddressPlaces.Any, "two@example.org", text.With(null)));
    }

    [Fact]
    public void What_is_not_read_is_passed_over()
    {
        var text = Made(Sent, false, false);
        var reader = text.Read();

        Assert.True(reader.TryReadAddress(out _, out _));
        Assert.True(reader.TryReadField(out var name, out _));
        Assert.Equal("SUBJECT", Encoding.UTF8.GetString(name));
        Assert.False(reader.TryReadFileName(out _));
        Assert.Equal("😀 SMILE", Encoding.UTF8.GetString(reader.ReadBody()));
        Assert.False(reader.TryReadField(out _, out _));
        Assert.False(reader.TryReadAddress(out _, out _));
    }

    [Fact]
    public void Half_of_a_pair_is_no_character_and_the_rest_is_found()
    {
        var text = new SearchText([new("Subject", "a\ud83d b")], "\ude00 c \ud83d\ude00 d\ud83d", [], null, false);

        Assert.Equal(["SUBJECT=A\ufffd B", "\ufffd C \ud83d\ude00 D\ufffd"], All(text));
    }

    [Fact]
    public void A_long_text_is_kept_whole()
    {
        var body = string.Concat(Enumerable.Range(0, SearchText.MaximumCharacters / 8).Select(i => $"{i:X7} "));
        var text = SearchText.Of(new SearchText([], body, [], null, false).Octets);

        Assert.Equal([body], All(text));
    }

    private static bool? Holds(AddressPlaces places, string address, SearchText text) =>
        SearchEvaluator.Holds(SearchQuery.Address(places, address), null, text);

    private static SearchText Made(DateTimeOffset? sent, bool hasAttachment, bool hasInline) => new(
        [new("Subject", "Strasse \t\r\n und  ärger"), new("X-Empty", "")],
        "😀 smile",
        [new(AddressPlaces.From, "Ann@example.org"), new(AddressPlaces.Cc, "b@example.org")],
        sent,
        hasAttachment,
        hasInline,
        ["Plan B.pdf", ""]);

    private static List<string> All(SearchText text)
    {
        var all = new List<string>();
        var reader = text.Read();
        while (reader.TryReadAddress(out var place, out var address))
            all.Add($"{place} {Encoding.UTF8.GetString(address)}");
        while (reader.TryReadFileName(out var name))
            all.Add($"file {Encoding.UTF8.GetString(name)}");
        while (reader.TryReadField(out var field, out var value))
            all.Add($"{Encoding.UTF8.GetString(field)}={Encoding.UTF8.GetString(value)}");
        all.Add(Encoding.UTF8.GetString(reader.ReadBody()));
        return all;
    }
}
