using System.CommandLine;
using Rockdove.Daemon;

namespace Rockdove.Cli;

/// <summary><c>rockdove mailbox</c>: what lies where.</summary>
internal static class MailboxCommand
{
    public static Command Create()
    {
        var whose = new Argument<string?>("ACCOUNT")
        {
            Description = "Whose mailboxes; all if none is given.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var newName = new Argument<string>("NEWNAME") { Description = "What it shall be called." };
        return new Command("mailbox", Help)
        {
            AccountCommand.Run(new Command("list", "List mailboxes, and what is in them.") { whose }, parsed =>
                new AdministrationRequest
                {
                    Command = AdministrationCommand.MailboxList,
                    Account = parsed.GetValue(whose),
                }),
            Of("create", "Make a mailbox.", AdministrationCommand.MailboxCreate),
            Of("rename", "Rename a mailbox, and those below it.", AdministrationCommand.MailboxRename, newName),
            Of("delete", "Delete a mailbox and all that is in it.", AdministrationCommand.MailboxDelete),
        };
    }

    private static Command Of(
        string verb, string help, AdministrationCommand what, Argument<string>? newName = null)
    {
        var name = AccountCommand.Name();
        var mailbox = new Argument<string>("MAILBOX") { Description = "Its name; / between levels." };
        var command = new Command(verb, help) { name, mailbox };
        if (newName is not null)
            command.Arguments.Add(newName);
        return AccountCommand.Run(command, parsed => new AdministrationRequest
        {
            Command = what,
            Account = parsed.GetValue(name),
            Mailbox = parsed.GetValue(mailbox),
            NewName = newName is null ? null : parsed.GetValue(newName),
        });
    }

    private const string Help = "List, make, rename and delete mailboxes, also while rockdove serve runs.";
}
