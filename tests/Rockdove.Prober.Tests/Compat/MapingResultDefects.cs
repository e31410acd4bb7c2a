using Rockdove.Sqlite;

namespace Rockdove.Prober.Tests;

/// <summary>
/// maping's defects that show in mailboxes, results and pictures; <see cref="MapingDefects"/> has the others.
/// </summary>
public sealed class MapingResultDefects
{
    /// <summary>13. Without UIDPLUS it closes the mailbox, and what people have marked as deleted is gone.</summary>
    [Fact]
    public async Task D13_without_UIDPLUS_nothing_of_other_people_is_expunged()
    {
        await using var world = await FaultWorld.StartAsync(
            world =>
            {
                foreach (var house in world.Houses)
                {
                    house.Imap.Capabilities = "IMAP4rev1 IDLE";
                    for (var i = 0; i < 20; i++)
                        house.Imap.Deliver(ProbeMails.Foreign(), flags: "\\Deleted");
                }
            },
            accounts: 2);
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        Assert.All(world.Houses, house =>
        {
            Assert.Equal(20, house.Lying().Count(mail => !FaultWorld.IsOurs(mail)));
            Assert.DoesNotContain(house.Imap.Said, static command => command is "EXPUNGE" or "CLOSE");
        });
    }

    /// <summary>15. It reads the last ten messages: in a busy mailbox the eleventh is not found.</summary>
    [Fact]
    public async Task D15_a_mail_behind_fifty_others_is_found()
    {
        await using var world = await FaultWorld.StartAsync(
            world => world.Carrying = mail =>
            {
                world.Deliver(mail);
                for (var i = 0; i < 50; i++)
                    world[mail.Pair.To].Imap.Deliver(ProbeMails.Foreign());
            },
            accounts: 2);
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        await world.CleanAsync();
    }

    /// <summary>16. Axes have the order in which pairs were done, so that they change from run to run.</summary>
    [Fact]
    public async Task D16_axes_have_the_order_of_the_configuration()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("b", "c", "a");
        foreach (var (from, to) in ((string, string)[])[("a", "c"), ("c", "b"), ("a", "b")])
            await results.ProbeAsync(run, from, to, ProbeOutcome.Delivered, 1);
        using var reader = results.Journal.OpenReader();
        var picture = reader.MatrixOfRun(0, TemporaryJournal.Noon)!;
        Assert.Equal(["b", "c", "a"], picture.Accounts.Select(account => account.Name));
        Assert.Equal(
            ["1: b.example (b.example)", "2: c.example (c.example)", "3: a.example (a.example)"],
            DrawnMatrix.Classic(picture).All("tspan").Select(key => key.Value));
    }

    /// <summary>17. Thirty seconds are green and the next one is yellow, and failures are red.</summary>
    [Fact]
    public void D17_classes_are_told_by_lightness_and_failures_by_shape()
    {
        var picture = SamplePictures.BadMorning();
        var drawn = DrawnMatrix.Of(picture);
        Assert.All(
            ["#ff0000", "#00ff00", "#ffff00"],
            colour => Assert.DoesNotContain(colour, drawn.Text, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(LatencyClass.Of(TimeSpan.FromSeconds(29)), LatencyClass.Of(TimeSpan.FromSeconds(31)));
        Assert.NotEqual(LatencyClass.Of(TimeSpan.FromSeconds(59)), LatencyClass.Of(TimeSpan.FromSeconds(61)));
    }

    /// <summary>19. Numbers are the highest and one, runs are found by reading all, and no error is kept.</summary>
    [Fact]
    public async Task D19_numbers_are_the_databases_runs_have_an_index_and_errors_are_kept()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => results.AddAsync(run, "a", "b")));
        Assert.Equal(50, ids.Distinct().Count());
        await results.ProbeAsync(run, "b", "a", ProbeOutcome.Rejected);
        Assert.Equal(
            [["rejected", "rcpt", "It was rejected."]],
            results.Query("SELECT outcome, stage, error FROM probe WHERE outcome IS NOT NULL", 3));
        using var connection = new SqliteConnection(results.File);
        using var plan = connection.Use("EXPLAIN QUERY PLAN SELECT id FROM run WHERE started >= 1 AND started < 2");
        Assert.True(plan.Step());
        Assert.Contains("USING COVERING INDEX run_time", plan.Text(3), StringComparison.Ordinal);
    }
}
