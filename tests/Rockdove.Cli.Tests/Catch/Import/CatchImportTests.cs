using System.Text;
using Rockdove.Catcher;

namespace Rockdove.Cli.Tests;

public sealed class CatchImportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rockdove-");
    private readonly List<string> _problems = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_database_of_mailpit_comes_with_dates_people_tags_and_marks()
    {
        using var mailpit = new MailpitFile();
        mailpit.Add(
            "late", 1_700_000_001_234, "Subject: late\r\n\r\nplain\r\n", isCompressed: false, tags: ["two words", "b"]);
        mailpit.Add(
            "early",
            1_600_000_000_000,
            $"Subject: early\r\n\r\n{new string('x', 100_000)}\r\n",
            """
            {"From":{"Name":"Ann","Address":"ann@example.org"},"To":[{"Name":"","Address":"bob@example.org"}],
             "Cc":null,"Bcc":[{"Address":"carl@example.org"},{"Address":"BOB@example.org"}],"Username":"app"}
            """,
            isRead: true);
        await using var catcher = await StartAsync(new CatcherOptions());

        Assert.Equal(2, await TakeAsync(catcher, mailpit.Path));

        var (late, early) = ((await ListAsync(catcher))[0], (await ListAsync(catcher))[1]);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_001_234), late.ReceivedAt);
        Assert.Equal(["b", "two words"], late.Tags);
        Assert.False(late.IsRead);
        Assert.Equal("Subject: late\r\n\r\nplain\r\n", await ContentAsync(catcher, late));
        Assert.True(early.IsRead);
        Assert.Equal("ann@example.org", early.Envelope.ReversePath);
        Assert.Equal(["bob@example.org", "carl@example.org"], early.Envelope.ForwardPaths);
        Assert.Equal("app", early.Envelope.Identity);
        Assert.EndsWith("xx\r\n", await ContentAsync(catcher, early), StringComparison.Ordinal);
        Assert.Equal(100_020, early.Bytes);
        Assert.Empty(_problems);
    }

    [Fact]
    public async Task An_old_database_has_everything_compressed()
    {
        using var mailpit = new MailpitFile(hasCompressed: false);
        mailpit.Add("one", 1, "Subject: one\r\n\r\n1\r\n");
        await using var catcher = await StartAsync(new CatcherOptions());

        Assert.Equal(1, await TakeAsync(catcher, mailpit.Path));

        Assert.Equal("Subject: one\r\n\r\n1\r\n", await ContentAsync(catcher, (await ListAsync(catcher))[0]));
    }

    [Fact]
    public async Task What_is_broken_or_too_big_is_told_and_the_rest_comes()
    {
        using var mailpit = new MailpitFile();
        mailpit.AddBroken("gone", null);
        mailpit.AddBroken("noise", [1, 2, 3, 4, 5, 6, 7, 8]);
        mailpit.Add("bomb", 2, new string('x', 1001));
        mailpit.Add("big", 3, new string('x', 1001), isCompressed: false);
        mailpit.Add("most", 4, new string('x', 1000));
        mailpit.Add("odd", 5, "Subject: odd\r\n\r\n", "[1]", tags: ["no(tag", "tag"]);
        await using var catcher = await StartAsync(new CatcherOptions { MessageBytes = 1000 });

        Assert.Equal(2, await TakeAsync(catcher, mailpit.Path));

        Assert.Equal(["tag"], (await ListAsync(catcher))[0].Tags);
        Assert.Equal(
            ["gone:", "noise:", "bomb:", "big:", "odd:"], _problems.Select(line => line[..(line.IndexOf(':') + 1)]));
    }

    [Fact]
    public async Task A_folder_of_mailhog_comes_with_its_envelopes()
    {
        var folder = _folder.CreateSubdirectory("mailhog");
        await WriteAsync(
            folder, "b@mailhog.example", "HELO:<app>\r\nFROM:<ann@example.org>\r\nTO:<bob@example.org>\r\n"
            + "TO:<carl@example.org>\r\n\r\nSubject: hog\r\n\r\nOink\r\n");
        await WriteAsync(folder, "c@mailhog.example", "Subject: no hog\r\n\r\n");
        await using var catcher = await StartAsync(new CatcherOptions());

        Assert.Equal(1, await TakeAsync(catcher, folder.FullName));

        var mail = Assert.Single(await ListAsync(catcher));
        Assert.Equal("ann@example.org", mail.Envelope.ReversePath);
        Assert.Equal(["bob@example.org", "carl@example.org"], mail.Envelope.ForwardPaths);
        Assert.Equal("app", mail.Envelope.Helo);
        Assert.Equal("Subject: hog\r\n\r\nOink\r\n", await ContentAsync(catcher, mail));
        Assert.Contains("c@mailhog.example", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_mbox_and_files_come_and_no_more_than_is_kept_stays()
    {
        var mbox = Path.Combine(_folder.FullName, "mbox");
        await File.WriteAllTextAsync(
            mbox,
            "From a@example.org Thu Jan  1 00:00:00 2026\nSubject: one\n\n1\n\n"
            + "From b@example.org Fri Jan  2 00:00:00 2026\nSubject: two\n\n2\n\n",
            CatchProcess.Patience);
        var files = _folder.CreateSubdirectory("files");
        await WriteAsync(files, "three.eml", "Subject: three\r\n\r\n3\r\n");
        await using var catcher = await StartAsync(new CatcherOptions { KeptMessages = 2 });

        Assert.Equal(2, await TakeAsync(catcher, mbox));
        Assert.Equal(1, await TakeAsync(catcher, files.FullName));

        Assert.Equal(2, (await ListAsync(catcher)).Count);
        Assert.StartsWith(
            "Subject: three", await ContentAsync(catcher, (await ListAsync(catcher))[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_folder_of_data_it_comes_once()
    {
        var files = _folder.CreateSubdirectory("files");
        await WriteAsync(files, "one.eml", "Subject: one\r\n\r\n1\r\n");
        var data = _folder.CreateSubdirectory("data");
        await using var catcher = await StartAsync(new CatcherOptions());

        Assert.Equal(1, await TakeAsync(catcher, files.FullName, data.FullName));
        Assert.Null(await TakeAsync(catcher, files.FullName + "/.", data.FullName));
        Assert.Equal(1, await TakeAsync(catcher, files.FullName));

        Assert.Equal(2, (await ListAsync(catcher)).Count);
    }

    [Fact]
    public async Task What_is_nothing_or_another_database_is_told_and_may_be_tried_again()
    {
        var other = Path.Combine(_folder.FullName, "other.db");
        using (var database = new Sqlite.SqliteConnection(other))
            database.Execute("CREATE TABLE t (x)");
        var data = _folder.CreateSubdirectory("data");
        await using var catcher = await StartAsync(new CatcherOptions());
        foreach (var path in (string[])[other, Path.Combine(_folder.FullName, "absent")])
        {
            var first = await Assert.ThrowsAsync<UsageException>(() => TakeAsync(catcher, path, data.FullName));
            Assert.Contains(path, first.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<UsageException>(() => TakeAsync(catcher, path, data.FullName));
        }
    }

    private static ValueTask<MailCatcher> StartAsync(CatcherOptions options) =>
        MailCatcher.CreateAsync(options, cancellationToken: CatchProcess.Patience);

    private Task<long?> TakeAsync(MailCatcher catcher, string source, string? data = null) =>
        new CatchImport(catcher.Mail, data) { Problem = _problems.Add }.RunAsync(source, CatchProcess.Patience);

    private static async Task<IReadOnlyList<CaughtMessage>> ListAsync(MailCatcher catcher) =>
        (await catcher.Mail.ListAsync(0, 100, CatchProcess.Patience)).Messages;

    private static async Task<string> ContentAsync(MailCatcher catcher, CaughtMessage message) =>
        Encoding.UTF8.GetString((await catcher.Mail.ReadAsync(message.Id, CatchProcess.Patience))!.Value.Span);

    private static Task WriteAsync(DirectoryInfo folder, string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(folder.FullName, name), text, CatchProcess.Patience);
}
