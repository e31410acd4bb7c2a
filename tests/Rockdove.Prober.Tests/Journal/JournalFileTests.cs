using System.Globalization;
using Rockdove.Sqlite;
using Rockdove.Storage;

namespace Rockdove.Prober.Tests;

/// <summary>The file itself: whose it is, which version, and who has it open.</summary>
public sealed class JournalFileTests
{
    [Fact]
    public async Task A_second_process_is_refused_with_the_number_of_the_first()
    {
        await using var results = new TemporaryJournal();
        var error = Assert.Throws<StoreInUseException>(() => SqliteProbeJournal.Open(results.File));
        Assert.Contains(
            $"process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}", error.Message,
            StringComparison.Ordinal);

        // By whichever name.
        var link = Path.Combine(results.Folder, "link.db");
        File.CreateSymbolicLink(link, results.File);
        Assert.Throws<StoreInUseException>(() => SqliteProbeJournal.Open(link));

        await results.CloseAsync();
        await using var second = SqliteProbeJournal.Open(link);
        Assert.Equal(results.File, second.Path);
    }

    [Fact]
    public async Task The_lease_of_a_process_that_is_gone_is_nobodys()
    {
        await using var results = new TemporaryJournal();
        await results.CloseAsync();

        // It lives, and has no lock.
        await File.WriteAllTextAsync(results.File + ".pid", "1", TemporaryJournal.Cancelled);
        results.Reopen();
        Assert.NotNull(results.Journal);
    }

    [Fact]
    public async Task A_newer_file_is_refused_and_left_as_it_is()
    {
        await using var results = new TemporaryJournal();
        await results.CloseAsync();
        results.Execute("PRAGMA user_version = 99");
        var before = await File.ReadAllBytesAsync(results.File, TemporaryJournal.Cancelled);
        var error = Assert.Throws<StoreException>(() => results.Reopen());
        Assert.Contains("newer version (its schema is 99", error.Message, StringComparison.Ordinal);
        Assert.Throws<StoreException>(() => ProbeReader.Open(results.File));
        Assert.Equal(before, await File.ReadAllBytesAsync(results.File, TemporaryJournal.Cancelled));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused()
    {
        await using var results = new TemporaryJournal();
        await results.CloseAsync();
        results.Execute("PRAGMA application_id = 5");
        Assert.Contains(
            "another program", Assert.Throws<StoreException>(() => results.Reopen()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_makes_no_file_and_says_what_does()
    {
        await using var results = new TemporaryJournal();
        var missing = Path.Combine(results.Folder, "missing.db");
        Assert.Contains(
            "rockdove ping", Assert.Throws<StoreException>(() => ProbeReader.Open(missing)).Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(missing));
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named()
    {
        await using var results = new TemporaryJournal();
        var path = Path.Combine(results.Folder, "nowhere", "results.db");
        Assert.Contains(
            "does not exist", Assert.Throws<StoreException>(() => SqliteProbeJournal.Open(path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_file_is_brought_up_to_date_without_a_loss()
    {
        await using var results = new TemporaryJournal();
        await results.ProbeAsync(await results.RunAsync("a", "b"), "a", "b", ProbeOutcome.Delivered, 2);
        await results.CloseAsync();
        string[] newer = [.. JournalSchema.Migrations, "ALTER TABLE probe ADD COLUMN colour TEXT DEFAULT 'grey'"];
        using (var connection = new SqliteConnection(results.File))
            JournalSchema.Prepare(connection, results.File, newer);
        Assert.Equal(newer.Length, results.Scalar("PRAGMA user_version"));
        Assert.Equal(1, results.Scalar("SELECT count(*) FROM probe WHERE delivery_us = 2000000 AND colour = 'grey'"));
        Assert.Throws<StoreException>(() => results.Reopen());
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_version_before()
    {
        await using var results = new TemporaryJournal();
        await results.CloseAsync();
        string[] wrong = [.. JournalSchema.Migrations, "CREATE TABLE half(a); CREATE TABLE probe(b)"];
        using (var connection = new SqliteConnection(results.File))
            Assert.Throws<SqliteException>(() => JournalSchema.Prepare(connection, results.File, wrong));
        results.Reopen();
        Assert.Equal(0, results.Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'half'"));
    }
}
