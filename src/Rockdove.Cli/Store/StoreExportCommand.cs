using System.CommandLine;
using Rockdove.Mailboxes;

namespace Rockdove.Cli;

/// <summary><c>rockdove store export</c>.</summary>
internal static class StoreExportCommand
{
    public static Command Create()
    {
        var folder = StoreCommand.Folder();
        var target = new Argument<string>("TARGET") { Description = "The folder or zip file; it must not be there." };
        var format = ArchiveFormatOption.Create("mbox, maildir, eml or zip; zip if TARGET ends so.");
        var owner = ArchiveFormatOption.Owner("Only the mailboxes of this owner, in the root of TARGET.");
        var mailbox = ArchiveFormatOption.Mailbox("Only mailboxes of this name.");
        var force = StoreCommand.Force();
        var json = StoreCommand.Json();
        var command = new Command("export", Help) { folder, target, format, owner, mailbox, force, json };
        command.SetAction((parsed, stop) => StoreRun.RunAsync(async () =>
        {
            var to = parsed.GetValue(target)!;
            var chosen = parsed.GetValue(format)
                ?? (to.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? ArchiveFormat.Zip : (ArchiveFormat?)null)
                ?? throw new UsageException("--format is missing; allowed are mbox, maildir, eml and zip");
            StoreRun.Require(parsed.GetValue(folder)!);
            var place = new TargetPlace(to, parsed.GetValue(force));
            await using var store = StoreRun.Open(parsed.GetValue(folder)!);
            using var report = new TransferReport(parsed.GetValue(json));
            try
            {
                var done = await new MailExport(store, chosen)
                {
                    Owner = parsed.GetValue(owner),
                    Mailbox = parsed.GetValue(mailbox),
                    Progress = report.Show,
                    Problem = report.Add,
                }.RunAsync(place.Working, stop);
                place.Take();
                return report.End(done, $"written to {to}");
            }
            catch
            {
                place.GiveUp();
                throw;
            }
        }));
        return command;
    }

    private const string Help =
        """
        Write mail into files that other programs read. What a format cannot hold, docs/store.md says.

        Exit codes: 0 all of it, 1 something was left out (standard error says what), 2 nothing was done.

        Examples:
          rockdove store export mail mail.zip
          rockdove store export mail out --format maildir --owner ann@example.org
          rockdove store export mail out --format mbox --mailbox INBOX
        """;
}
