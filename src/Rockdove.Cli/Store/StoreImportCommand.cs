using System.CommandLine;
using Rockdove.Mailboxes;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Cli;

/// <summary><c>rockdove store import</c>.</summary>
internal static class StoreImportCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of the store; made if it is not there." };
        var source = new Argument<string>("SOURCE")
        {
            Description = "An mbox, a zip file, a Maildir, or a folder of mboxes or *.eml files.",
        };
        var format = ArchiveFormatOption.Create("mbox, maildir, eml or zip; otherwise by its look.");
        var owner = ArchiveFormatOption.Owner("Who owns all of it.");
        var mailbox = ArchiveFormatOption.Mailbox("The mailbox for all of it.");
        var json = StoreCommand.Json();
        var command = new Command("import", Help) { folder, source, format, owner, mailbox, json };
        command.SetAction((parsed, stop) => StoreRun.RunAsync(async () =>
        {
            var from = parsed.GetValue(source)!;
            if (!File.Exists(from) && !Directory.Exists(from))
                throw new UsageException($"{from} does not exist");
            await using var store = SqliteMailStore.Open(parsed.GetValue(folder)!);
            using var report = new TransferReport(parsed.GetValue(json));
            var done = await new MailImport(store)
            {
                Format = parsed.GetValue(format),
                Owner = parsed.GetValue(owner),
                Mailbox = parsed.GetValue(mailbox),
                Progress = report.Show,
                Problem = report.Add,
            }.RunAsync(from, stop);
            return report.End(done, $"taken from {from}");
        }));
        return command;
    }

    private const string Help =
        """
        Take mail from files into a store: exports of ours, and mail of Dovecot, mutt, Thunderbird and others.

        Exit codes: 0 all of it, 1 something was left out (standard error says what), 2 nothing was done.

        Examples:
          rockdove store import mail ~/Mail/inbox --owner ann@example.org
          rockdove store import mail Maildir
          rockdove store import mail mail.zip --json
        """;
}
