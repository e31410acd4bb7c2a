using System.Text;
using System.Text.Json;
using Rockdove.Storage;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Cli.Tests;

/// <summary><c>rockdove store</c> as a shell sees it: what it says, how it ends, what it leaves.</summary>
public sealed class StoreCommandTests : IAsyncDisposable
{
    private readonly TransferFixture _files = new();

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    [Fact]
    public async Task A_sound_store_is_checked_measured_backed_up_and_restored()
    {
        await FillAsync("mail", 20);

        var (code, output, errors) = await RunAsync("check", _files["mail"]);
        Assert.Equal((0, ""), (code, errors));
        Assert.EndsWith("every octet looked at; 0 bytes can be compacted; sound\n", output, StringComparison.Ordinal);

        using var stats = await JsonAsync(0, "stats", _files["mail"], "--json");
        Assert.Equal(20, stats.RootElement.GetProperty("messages").GetInt64());
        Assert.Equal("INBOX", stats.RootElement.GetProperty("mailboxes")[0].GetProperty("name").GetString());

        using var backup = await JsonAsync(0, "backup", _files["mail"], _files["backup"], "--json");
        Assert.Equal(20, backup.RootElement.GetProperty("messages").GetInt64());
        (code, output, _) = await RunAsync("restore", _files["backup"], _files["restored"]);
        Assert.Equal(0, code);
        Assert.StartsWith("20 messages, ", output, StringComparison.Ordinal);
        Assert.Equal(await ReadAsync("mail"), await ReadAsync("restored"));
    }

    [Fact]
    public async Task Damage_is_told_with_file_and_offset_and_ends_with_one()
    {
        await FillAsync("mail", 3);
        var segment = Directory.EnumerateFiles(_files["mail/bodies"]).Single();
        await using (var file = new FileStream(segment, FileMode.Open))
        {
            file.Position = 70;
            file.WriteByte((byte)'#');
        }

        var (code, output, _) = await RunAsync("check", _files["mail"]);
        Assert.Equal(1, code);
        Assert.StartsWith($"{segment}, offset 0, message ", output, StringComparison.Ordinal);

        using var json = await JsonAsync(1, "check", _files["mail"], "--json", "--quarantine");
        Assert.Equal(0, json.RootElement.GetProperty("damage")[0].GetProperty("offset").GetInt64());
        Assert.Equal(1, json.RootElement.GetProperty("quarantined").GetInt64());

        // The rest is exported, and what is not is told.
        string errors;
        (code, output, errors) = await RunAsync("export", _files["mail"], _files["out.zip"]);
        Assert.Equal(1, code);
        Assert.StartsWith("2 messages of 1 mailbox, ", output, StringComparison.Ordinal);
        Assert.Contains($"/INBOX, 1: left out: {segment}, offset 0", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("compact")]
    [InlineData("export", "OUT.zip")]
    [InlineData("import", "MAIL.mbox")]
    public async Task A_store_in_use_is_refused_with_the_process(string command, string? more = null)
    {
        await File.WriteAllTextAsync(
            _files["MAIL.mbox"], "From - Sun Mar 01 23:59:58 2026\n\nText\n", TransferFixture.Token);
        await using var store = SqliteMailStore.Open(_files["mail"]);

        var (code, output, errors) = await RunAsync(
            [command, _files["mail"], .. more is null ? Array.Empty<string>() : [_files[more]]]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"is in use by process {Environment.ProcessId}", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_files["OUT.zip"]));
        Assert.False(File.Exists(_files["OUT.zip.part"]));
    }

    [Fact]
    public async Task A_store_in_use_is_backed_up_and_measured_and_not_replaced()
    {
        await FillAsync("mail", 3);
        await FillAsync("other", 1);
        await using var store = SqliteMailStore.Open(_files["mail"]);

        Assert.Equal(0, (await RunAsync("stats", _files["mail"])).Code);
        Assert.Equal(0, (await RunAsync("backup", _files["mail"], _files["backup"])).Code);

        var (code, _, errors) = await RunAsync("restore", _files["other"], _files["mail"], "--force");
        Assert.Equal(2, code);
        Assert.Contains("in use by process", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export", "mail", "there", "--format", "eml")]
    [InlineData("backup", "mail", "there")]
    [InlineData("restore", "mail", "there")]
    public async Task Nothing_is_overwritten(params string[] arguments)
    {
        await FillAsync("mail", 1);
        Directory.CreateDirectory(_files["there"]);
        await File.WriteAllTextAsync(_files["there/mine"], "precious", TransferFixture.Token);
        string[] full = [arguments[0], _files[arguments[1]], _files[arguments[2]], .. arguments[3..]];

        var (code, _, errors) = await RunAsync(full);
        Assert.Equal(2, code);
        Assert.Contains("--force", errors, StringComparison.Ordinal);
        Assert.Equal(["mine"], Directory.EnumerateFileSystemEntries(_files["there"]).Select(Path.GetFileName));

        Assert.Equal(0, (await RunAsync([.. full, "--force"])).Code);
        Assert.Equal("precious", await File.ReadAllTextAsync(_files["there.old/mine"], TransferFixture.Token));
        Assert.False(File.Exists(_files["there/mine"]));

        (code, _, errors) = await RunAsync([.. full, "--force"]);
        Assert.Equal(2, code);
        Assert.Contains("there.old is there from before", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mbox")]
    [InlineData("maildir")]
    [InlineData("eml")]
    [InlineData("zip")]
    public async Task Export_and_import(string format)
    {
        await FillAsync("mail", 5);

        var (code, output, errors) = await RunAsync("export", _files["mail"], _files["out"], "--format", format);
        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("5 messages of 1 mailbox, ", output, StringComparison.Ordinal);
        using var json = await JsonAsync(0, "import", _files["copy"], _files["out"], "--json");

        Assert.Equal(5, json.RootElement.GetProperty("messages").GetInt64());
        Assert.Equal(await ReadAsync("mail"), await ReadAsync("copy"));
    }

    [Fact]
    public async Task What_an_import_leaves_out_is_told_and_ends_with_one()
    {
        Directory.CreateDirectory(_files["E"]);
        await File.WriteAllTextAsync(_files["E/1.eml"], "one", TransferFixture.Token);
        await File.WriteAllTextAsync(_files["E/index.jsonl"], """
            {"owner":"","mailbox":"INBOX","file":"1.eml"}
            {"owner":"","mailbox":"INBOX","file":"2.eml"}
            """, TransferFixture.Token);

        var (code, output, errors) = await RunAsync("import", _files["mail"], _files["E"]);

        Assert.Equal(1, code);
        Assert.StartsWith("1 message of 1 mailbox, ", output, StringComparison.Ordinal);
        Assert.Equal($"rockdove: {_files["E/2.eml"]}: the index names it, and it is not there: left out\n", errors);
    }

    [Fact]
    public async Task Deleted_mail_is_given_back()
    {
        await FillAsync("mail", 20);
        await using (var store = SqliteMailStore.Open(_files["mail"], new() { CompactBelow = 0 }))
        {
            var inbox = (await store.FindMailboxAsync(MailboxName.Inbox(""), TransferFixture.Token))!.Value;
            await store.ExpungeAsync(
                inbox, UidSet.Of(new Uid(1), new Uid(15)), SystemFlags.None, TransferFixture.Token);
        }

        using var json = await JsonAsync(0, "compact", _files["mail"], "--json");

        Assert.Equal(5, json.RootElement.GetProperty("movedBodies").GetInt64());
        Assert.True(json.RootElement.GetProperty("reclaimedBytes").GetInt64() > 0);
        var (_, output, _) = await RunAsync("check", _files["mail"]);
        Assert.Contains(" 0 bytes can be compacted; sound", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check", "a command is missing", false)]
    [InlineData("stats", "is no store", true)]
    [InlineData("check", "is no store", true)]
    [InlineData("compact", "is no store", true)]
    public async Task Where_no_store_is_none_is_made(string command, string expected, bool hasCommand)
    {
        var (code, _, errors) = await RunAsync(hasCommand ? [command, _files["none"]] : []);

        Assert.Equal(2, code);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_files["none"]));
    }

    [Fact]
    public async Task Mistakes_are_told_in_the_words_of_the_command()
    {
        var (code, _, errors) = await RunAsync("check", "mail", "--quik");
        Assert.Equal(2, code);
        Assert.Contains(
            "--quik is no option of rockdove store check (did you mean --quick?); allowed are --quick",
            errors,
            StringComparison.Ordinal);
        Assert.Contains("Try 'rockdove store check --help'.", errors, StringComparison.Ordinal);

        (code, _, errors) = await RunAsync("export", "mail", "out", "--format", "pst");
        Assert.Equal(2, code);
        Assert.Contains("allowed are mbox, maildir, eml and zip", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bar_says_how_far_it_is()
    {
        Assert.Equal("[###############...............]  50 %  1,500 of 3,000 messages", ProgressLineText(1500, 3000));
        Assert.Equal("[##############################] 100 %  7 of 3 messages", ProgressLineText(7, 3));
        Assert.Equal("7 messages", ProgressLineText(7, 0));
    }

    private static string ProgressLineText(long done, long expected) => ProgressLine.Line(done, expected, "messages");

    private async Task FillAsync(string name, int messages)
    {
        await using var store = SqliteMailStore.Open(_files[name]);
        for (var i = 0; i < messages; i++)
        {
            await TransferFixture.PutAsync(
                store, MailboxName.Inbox(""), Encoding.ASCII.GetBytes($"Subject: {i}\r\n\r\nText of {i}\r\n"),
                flags: i % 2 == 0 ? SystemFlags.Seen : new FlagSet(SystemFlags.Flagged, "$Junk"));
        }
    }

    private async Task<List<string>> ReadAsync(string name)
    {
        await using var store = SqliteMailStore.Open(_files[name]);
        return [.. (await TransferFixture.ReadAsync(store, MailboxName.Inbox(""))).Select(each =>
            $"{each.Row.Uid} {each.Row.Flags} {each.Row.InternalDate.UtcDateTime:O} "
            + Encoding.ASCII.GetString(each.Body))];
    }

    private static async Task<JsonDocument> JsonAsync(int expected, params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(arguments);
        Assert.True(code == expected, errors);
        return JsonDocument.Parse(output);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = new RockdoveProcess("store", arguments);
        return await process.EndAsync();
    }
}
