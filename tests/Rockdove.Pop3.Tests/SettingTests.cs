using System.Reflection;
using Rockdove.Testing;

namespace Rockdove.Pop3.Tests;

/// <summary>Transcripts show every limit at the limit and one past it, and every leniency on and off.</summary>
public class SettingTests
{
    [Fact]
    public void Every_limit_is_shown_at_the_limit_and_past_it()
    {
        var limits = typeof(Pop3Limits).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(limit => limit.CanWrite && limit.Name != nameof(Pop3Limits.MistakeDelay)) // No bound: how late.
            .Select(limit => limit.Name)
            .ToArray();
        Assert.NotEmpty(limits);
        Assert.Equal(limits.SelectMany(Sides("at", "past")).Order(), Shown("limits"));
    }

    [Fact]
    public void Every_leniency_is_shown_on_and_off()
    {
        var leniencies = Enum.GetNames<Pop3Leniencies>().Where(name => name != nameof(Pop3Leniencies.None)).ToArray();
        Assert.NotEmpty(leniencies);
        Assert.Equal(leniencies.SelectMany(Sides("off", "on")).Order(), Shown("leniencies"));
    }

    /// <summary><c>limits/DiscardedLineBytes-past-in-auth.pop3</c> counts as
    /// <c>DiscardedLineBytes-past</c>.</summary>
    private static IEnumerable<string> Shown(string folder) =>
        TranscriptFilesAttribute.Find("pop3", folder)
            .Select(file => string.Join('-', Path.GetFileNameWithoutExtension(file).Split('-').Take(2)))
            .Distinct()
            .Order();

    private static Func<string, IEnumerable<string>> Sides(params string[] sides) =>
        name => sides.Select(side => $"{name}-{side}");
}
