using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>Profiles as a whole; what each does is in Transcripts/profiles and Transcripts/compat.</summary>
public class ProfileTests
{
    public static TheoryData<string> Names => new(SmtpProfiles.All.Select(profile => profile.Name));

    [Fact]
    public void There_are_five() => Assert.Equal(
        ["strict", "mailhog", "smtpd", "gomaild", "go-smtp-mock"], SmtpProfiles.All.Select(profile => profile.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_is_found_by_its_name_in_any_case_and_can_be_built(string name)
    {
        var profile = SmtpProfiles.Find(name.ToUpperInvariant())!;
        Assert.Equal(name, profile.Name);
        var protocol = new SmtpProtocol(new SmtpProtocolOptions().Imitating(profile));
        Assert.Equal(profile.Leniencies, protocol.Leniencies);
        Assert.Same(profile.Limits, protocol.Limits);
        Assert.Equal(profile.BareNewlines, protocol.Options.BareNewlines);
    }

    [Fact]
    public void Another_name_is_nobody() => Assert.Null(SmtpProfiles.Find("mailcatcher"));

    [Fact]
    public void Strict_changes_nothing() =>
        Assert.Equal(new SmtpProtocolOptions(), new SmtpProtocolOptions().Imitating(SmtpProfiles.Strict));

    [Theory]
    [MemberData(nameof(Names))]
    public void None_lets_a_bare_line_feed_end_a_message(string name) =>
        Assert.True(SmtpProfiles.Find(name)!.BareNewlines is BareNewlines.Refuse or BareNewlines.Normalize);

    [Theory]
    [MemberData(nameof(Names))]
    public void None_is_without_bounds(string name)
    {
        var limits = SmtpProfiles.Find(name)!.Limits;
        Assert.InRange(limits.MessageBytes, 1, 50 * 1024 * 1024);
        Assert.InRange(limits.Recipients, 100, 10_000);
        Assert.InRange(limits.Mistakes, 1, 1000);
        Assert.InRange(limits.CommandPatience, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
        limits.Validate();
    }

    /// <summary>What a profile allows is told where a reader looks for it.</summary>
    [Fact]
    public void The_document_lists_the_leniencies_of_each()
    {
        var rows = Repository.Read("docs/protocols/smtp.md").Split('\n');
        foreach (var profile in SmtpProfiles.All)
        {
            var row = Assert.Single(
                rows, line => line.StartsWith($"| `{profile.Name}` |", StringComparison.Ordinal));
            var names = profile.Leniencies == SmtpLeniencies.None ? "none" : $"{profile.Leniencies}";
            var cell = row.Split('|', StringSplitOptions.TrimEntries)[3];
            Assert.Equal(names, cell.Replace("`", "", StringComparison.Ordinal));
        }
    }
}
