namespace Rockdove.Storage.Contract;

/// <summary>
/// What mailboxes are for (RFC 6154), subscriptions (RFC 9051 section 6.3.7) and annotations (RFC 5464).
/// </summary>
public abstract class AttributeContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    private IMailboxAttributes Attributes => Store.Attributes;

    [Fact]
    public async Task A_mailbox_says_what_it_is_for()
    {
        using var watch = Store.Changes.Watch(Inbox);

        Assert.True(await Attributes.SetSpecialUseAsync(Inbox, SpecialUses.Archive | SpecialUses.Important, Token));

        Assert.Equal(Inbox, (await SoonAsync(watch.NextAsync(Token))).Mailbox);
        Assert.Equal(SpecialUses.Archive | SpecialUses.Important, (await OpenAsync(Inbox)).Status.SpecialUse);
        Assert.Equal(
            SpecialUses.Archive | SpecialUses.Important,
            Assert.Single(await Store.ListMailboxesAsync("", Token)).SpecialUse);
        await FillAsync(1);
        Assert.NotEqual(SpecialUses.None, (await OpenAsync(Inbox)).Status.SpecialUse);
        await Attributes.SetSpecialUseAsync(Inbox, SpecialUses.None, Token);
        Assert.Equal(SpecialUses.None, (await OpenAsync(Inbox)).Status.SpecialUse);
        Assert.False(await Attributes.SetSpecialUseAsync(MailboxId.Create(Date), SpecialUses.Sent, Token));
    }

    [Fact]
    public async Task Subscriptions_are_of_names()
    {
        var work = await MailboxAsync("work");
        foreach (var name in new[] { "work", "Work", "never made", "inbox", "work" })
            Assert.True(await Attributes.SubscribeAsync(new("", name), Token));
        await Attributes.SubscribeAsync(new("other", "x"), Token);

        await Store.DeleteMailboxAsync(work, Token);

        Assert.Equal(["INBOX", "Work", "never made", "work"], await Attributes.ListSubscriptionsAsync("", Token));
        Assert.True(await Attributes.UnsubscribeAsync(new("", "work"), Token));
        Assert.False(await Attributes.UnsubscribeAsync(new("", "work"), Token));
        Assert.False(await Attributes.UnsubscribeAsync(new("nobody", "work"), Token));
        Assert.Equal(["INBOX", "Work", "never made"], await Attributes.ListSubscriptionsAsync("", Token));
        Assert.Empty(await Attributes.ListSubscriptionsAsync("nobody", Token));
    }

    [Fact]
    public async Task So_many_names_can_be_subscribed_to()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, IMailboxAttributes.MaximumSubscriptions).Select(
            async i => await Attributes.SubscribeAsync(new("", $"{i}"), Token)));
        Assert.All(made, Assert.True);

        Assert.False(await Attributes.SubscribeAsync(new("", "one more"), Token));
        Assert.True(await Attributes.SubscribeAsync(new("", "0"), Token));
        Assert.True(await Attributes.SubscribeAsync(new("other", "one more"), Token));
        await Attributes.UnsubscribeAsync(new("", "0"), Token);
        Assert.True(await Attributes.SubscribeAsync(new("", "one more"), Token));
    }

    [Fact]
    public async Task Annotations_are_stored_changed_and_removed()
    {
        var place = new MetadataPlace(Inbox, "");
        await SetAsync(place, ("/shared/comment", "mine"), ("/SHARED/Vendor/x", ""), ("/shared/vendor/y", "a\0ÿ"));
        Assert.Equal(
            ["/shared/comment=mine", "/shared/vendor/x=", "/shared/vendor/y=a\0ÿ"], await ReadAsync(place));

        await SetAsync(place, ("/Shared/Comment", "yours"), ("/shared/vendor/x", null), ("/shared/none", null));
        Assert.Equal(["/shared/comment=yours", "/shared/vendor/y=a\0ÿ"], await ReadAsync(place));
    }

    [Fact]
    public async Task Each_place_has_its_own_annotations()
    {
        MetadataPlace[] places =
            [new(null, ""), new(null, "ann"), new(Inbox, ""), new(Inbox, "ann"), new(Inbox, "bob")];
        for (var i = 0; i < places.Length; i++)
            await SetAsync(places[i], ("/private/x", $"{i}"));

        for (var i = 0; i < places.Length; i++)
            Assert.Equal([$"/private/x={i}"], await ReadAsync(places[i]));
    }

    [Fact]
    public async Task Annotations_go_with_their_mailbox_and_not_with_its_name()
    {
        var work = await MailboxAsync("Work");
        await SetAsync(new(work, ""), ("/shared/comment", "mine"));
        await Store.RenameMailboxAsync(new("", "Work"), new("", "Office"), '/', Token);
        Assert.Equal(["/shared/comment=mine"], await ReadAsync(new(work, "")));

        await Store.DeleteMailboxAsync(work, Token);

        Assert.Empty(await ReadAsync(new(work, "")));
        Assert.Equal(
            MetadataOutcome.NoMailbox,
            await Attributes.SetMetadataAsync(new(work, ""), [Entry("/shared/comment", "x")], Token));
        var again = await MailboxAsync("Office");
        Assert.Empty(await ReadAsync(new(again, "")));
    }

    [Fact]
    public async Task So_large_a_value_is_stored_and_no_larger_one()
    {
        var place = new MetadataPlace(Inbox, "");
        var value = Body.Of(IMailboxAttributes.MaximumMetadataBytes);
        await Attributes.SetMetadataAsync(place, [new("/shared/x", value)], Token);

        var outcome = await Attributes.SetMetadataAsync(
            place, [new("/shared/y", Body.Of(1)), new("/shared/x", Body.Of(value.Length + 1))], Token);

        Assert.Equal(MetadataOutcome.TooLarge, outcome);
        Body.Expect(value, Assert.Single(await Attributes.ReadMetadataAsync(place, Token)).Value?.ToArray());
    }

    [Fact]
    public async Task So_many_entries_are_stored_and_no_more()
    {
        var place = new MetadataPlace(Inbox, "");
        var full = Enumerable.Range(0, IMailboxAttributes.MaximumMetadataEntries)
            .Select(i => Entry($"/shared/{i}", "x")).ToList();
        Assert.Equal(MetadataOutcome.Stored, await Attributes.SetMetadataAsync(place, full, Token));

        var tooMany = await Attributes.SetMetadataAsync(
            place, [Entry("/shared/0", "changed"), Entry("/shared/more", "x")], Token);
        Assert.Equal(MetadataOutcome.TooMany, tooMany);
        Assert.DoesNotContain("/shared/0=changed", await ReadAsync(place));

        var exchanged = await Attributes.SetMetadataAsync(
            place, [Entry("/shared/more", "x"), Entry("/shared/0", null)], Token);
        Assert.Equal(MetadataOutcome.Stored, exchanged);
    }

    [Theory]
    [InlineData("/shared/comment", true)]
    [InlineData("/PRIVATE/vendor/x y", true)]
    [InlineData("/other/comment", false)]
    [InlineData("/shared", false)]
    [InlineData("/shared/", false)]
    [InlineData("/shared/a//b", false)]
    [InlineData("/shared/a*", false)]
    [InlineData("/shared/a%", false)]
    [InlineData("/shared/ä", false)]
    [InlineData("shared/a", false)]
    public void A_name_of_an_annotation_is_recognised(string name, bool isName)
    {
        Assert.Equal(isName, MetadataEntry.IsName(name));
        if (!isName)
            Assert.Throws<ArgumentException>(() => new MetadataEntry(name, null));
    }

    [Fact]
    public void So_long_may_a_name_be()
    {
        var longest = "/shared/" + new string('x', MetadataEntry.MaximumNameLength - "/shared/".Length);

        Assert.True(MetadataEntry.IsName(longest));
        Assert.False(MetadataEntry.IsName(longest + "x"));
    }

    private static MetadataEntry Entry(string name, string? value) =>
        new(name, value is null ? (ReadOnlyMemory<byte>?)null : Body.Of(value));

    private async Task SetAsync(MetadataPlace place, params (string Name, string? Value)[] entries) => Assert.Equal(
        MetadataOutcome.Stored,
        await Attributes.SetMetadataAsync(
            place, [.. entries.Select(entry => Entry(entry.Name, entry.Value))], Token));

    private async Task<List<string>> ReadAsync(MetadataPlace place) =>
        [.. (await Attributes.ReadMetadataAsync(place, Token)).Select(
            entry => $"{entry.Name}={System.Text.Encoding.Latin1.GetString(entry.Value!.Value.Span)}")];
}
