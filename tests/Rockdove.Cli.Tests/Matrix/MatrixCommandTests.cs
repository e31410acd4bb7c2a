using System.Xml.Linq;
using Rockdove.Prober;
using Rockdove.Prober.Tests;

namespace Rockdove.Cli.Tests;

/// <summary><c>rockdove matrix</c> as a shell sees it.</summary>
public sealed class MatrixCommandTests : IAsyncDisposable
{
    private readonly TemporaryJournal _results = new();

    private string Picture => Path.Combine(_results.Folder, "matrix.svg");

    public ValueTask DisposeAsync() => _results.DisposeAsync();

    [Fact]
    public async Task The_newest_run_is_drawn_over_what_was_there()
    {
        await FillAsync();
        await File.WriteAllTextAsync(Picture, new string('x', 1_000_000), RockdoveProcess.Patience);

        var (code, output, errors) = await RunAsync(
            "--db", _results.File, "--output", Picture, "--title", "Ours & theirs");

        Assert.Equal((0, "", ""), (code, output, errors));
        var titles = XDocument.Load(Picture).Descendants().Where(one => one.Name.LocalName == "title")
            .Select(title => title.Value).ToList();
        Assert.Equal("Ours & theirs", titles[0]);
        Assert.Contains("ann → ben: delivered in 3\u00A0s", titles);
        Assert.Contains("ben → ann: bounced", titles);
        Assert.DoesNotContain(titles, title => title.Contains("carl"));
    }

    [Fact]
    public async Task Gensvgs_flags_draw_gensvgs_picture_of_a_run()
    {
        await FillAsync();

        var noon = TemporaryJournal.Noon.ToUnixTimeSeconds();
        var (code, output, errors) = await RunAsync(
            "-db", _results.File, "-output", "-", "-timestamp", $"{noon}", "--classic");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains(">61</text>", output);
        Assert.Contains(": carl.example (carl.example)</tspan>", output);
    }

    [Fact]
    public async Task A_moment_shows_what_was_known_then()
    {
        await FillAsync();

        var (code, output, _) = await RunAsync(
            "--db", _results.File, "--output", "-", "--at", "2026-03-01T12:30Z", "--scheme", "dark");

        Assert.Equal(0, code);
        Assert.Contains("ann → carl: delivered in 60\u00A0s", output);
        Assert.DoesNotContain("bounced", output);
        Assert.DoesNotContain("@media", output);
    }

    [Fact]
    public async Task A_run_that_is_none_is_named_beside_the_newest()
    {
        await FillAsync();

        var (code, _, errors) = await RunAsync("--db", _results.File, "--output", Picture, "--timestamp", "5");

        Assert.Equal(1, code);
        Assert.Contains("no run began at --timestamp 5; the newest began at 1772370000 (2026-03-01 13:00", errors);
        Assert.False(File.Exists(Picture));
    }

    [Fact]
    public async Task Results_without_a_run_say_so()
    {
        var (code, _, errors) = await RunAsync("--db", _results.File, "--output", Picture);

        Assert.Equal(1, code);
        Assert.Contains("there is no run in it yet", errors);
    }

    [Theory]
    [InlineData("is not there", "--db", "/nowhere/results.db")]
    [InlineData("choose one", "--timestamp", "5", "--at", "2026-03-01")]
    [InlineData("--at 'soon' is no time", "--at", "soon")]
    [InlineData("leave one out", "--classic", "--scheme", "dark")]
    [InlineData("'' is not allowed", "--output", "")]
    public async Task What_makes_no_sense_is_told(string error, params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.Contains(error, errors);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told()
    {
        var file = Path.Combine(_results.Folder, "maping.db");
        await File.WriteAllTextAsync(file, "\u0001\u0060\u0000ql" + new string('q', 5000), RockdoveProcess.Patience);

        var (code, _, errors) = await RunAsync("--db", file, "--output", Picture);

        Assert.Equal(1, code);
        Assert.Contains($"{file} is no SQLite database", errors);
        Assert.False(File.Exists(Picture));
    }

    [Fact]
    public void Results_are_looked_for_where_gensvg_does()
    {
        var told = new List<string>();
        var inner = Directory.CreateDirectory(Path.Combine(_results.Folder, "inner")).FullName;

        Assert.Throws<UsageException>(() => MatrixDatabase.Find("other.db", told.Add, inner));
        Assert.Empty(told);

        File.WriteAllText(Path.Combine(_results.Folder, "maping.db"), "");
        Assert.Equal(Path.Combine(inner, "../maping.db"), MatrixDatabase.Find("other.db", told.Add, inner));

        File.WriteAllText(Path.Combine(inner, "maping.db"), "");
        Assert.Equal(Path.Combine(inner, "maping.db"), MatrixDatabase.Find("other.db", told.Add, inner));
        Assert.Equal(2, told.Count);
        Assert.StartsWith("other.db is not there: this is ", told[0], StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(inner, "other.db"), "");
        Assert.Equal(Path.Combine(inner, "other.db"), MatrixDatabase.Find("other.db", told.Add, inner));
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public void What_rockdove_ping_writes_goes_before_what_maping_does()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_results.Folder, "inner")).FullName;
        var told = new List<string>();
        Assert.StartsWith(
            "rockdove-ping.db is not there, nor are maping.db and ../maping.db: ", Missing(MatrixDatabase.Default),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "maping.db is not there, nor is ../maping.db: ", Missing("maping.db"), StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(folder, "maping.db"), "");
        Assert.Equal(Path.Combine(folder, "maping.db"), Find(MatrixDatabase.Default));
        Assert.Single(told);
        File.WriteAllText(Path.Combine(folder, "rockdove-ping.db"), "");
        Assert.Equal(Path.Combine(folder, "rockdove-ping.db"), Find(MatrixDatabase.Default));
        Assert.Single(told);

        string Find(string wanted) => MatrixDatabase.Find(wanted, told.Add, folder);

        string Missing(string wanted) => Assert.Throws<UsageException>(() => Find(wanted)).Message;
    }

    /// <summary>A run at noon between two of three accounts, and one at one o'clock between the other two.</summary>
    private async Task FillAsync()
    {
        var first = await _results.RunAsync("ann", "carl");
        await _results.ProbeAsync(first, "ann", "carl", ProbeOutcome.Delivered, 60);
        var later = TemporaryJournal.Noon.AddHours(1);
        var second = await _results.RunAsync(later, "once", "ann", "ben");
        await _results.ProbeAsync(second, "ann", "ben", ProbeOutcome.Delivered, 3, later);
        await _results.ProbeAsync(second, "ben", "ann", ProbeOutcome.Bounced, null, later);
        await _results.CloseAsync();
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using RockdoveProcess matrix = new("matrix", arguments);
        return await matrix.EndAsync();
    }
}
