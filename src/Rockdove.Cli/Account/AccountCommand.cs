using System.CommandLine;
using Rockdove.Daemon;

namespace Rockdove.Cli;

/// <summary><c>rockdove account</c>: who may log in and receive mail.</summary>
internal static class AccountCommand
{
    public static Command Create() => new("account", Help)
    {
        CreateAdd(),
        CreatePasswd(),
        CreateList(),
        OfName("enable", "Let an account be used again.", AdministrationCommand.AccountEnable),
        OfName(
            "disable", "Let nobody log in to an account, and take no mail for it. Its mail stays.",
            AdministrationCommand.AccountDisable),
        CreateRemove(),
        CreateQuota(),
    };

    private static Command CreateAdd()
    {
        var name = Name();
        var address = new Option<string[]>("--address")
        {
            Description = "An address of the account; its name is one too if it looks like one. May be repeated. "
                + "@example.org is all that nobody else has.",
            HelpName = "ADDRESS",
        };
        var display = new Option<string?>("--name") { Description = "For people to read.", HelpName = "TEXT" };
        var bytes = new Option<long?>("--quota-bytes")
        {
            Description = "Octets of mail that it may have.",
            HelpName = "BYTES",
        }.Within(1, long.MaxValue);
        var messages = new Option<long?>("--quota-messages")
        {
            Description = "Messages that it may have.",
            HelpName = "COUNT",
        }.Within(1, long.MaxValue);
        var password = new NewPassword();
        var command = new Command("add", "Make an account.") { name, address, display, bytes, messages };
        password.AddTo(command);
        return Run(command, parsed => new AdministrationRequest
        {
            Command = AdministrationCommand.AccountAdd,
            Account = parsed.GetValue(name),
            Addresses = parsed.GetValue(address),
            DisplayName = parsed.GetValue(display),
            QuotaBytes = parsed.GetValue(bytes),
            QuotaMessages = parsed.GetValue(messages),
            Verifiers = password.ReadVerifiers(parsed, parsed.GetValue(name)!),
        });
    }

    private static Command CreatePasswd()
    {
        var name = Name();
        var password = new NewPassword();
        var command = new Command("passwd", "Give an account another password.") { name };
        password.AddTo(command);
        return Run(command, parsed => new AdministrationRequest
        {
            Command = AdministrationCommand.AccountPassword,
            Account = parsed.GetValue(name),
            Verifiers = password.ReadVerifiers(parsed, parsed.GetValue(name)!),
        });
    }

    private static Command CreateList() => Run(
        new Command("list", "List accounts, with their addresses and what they have."),
        _ => new AdministrationRequest { Command = AdministrationCommand.AccountList });

    private static Command CreateRemove()
    {
        var name = Name();
        var withMail = new Option<bool>("--with-mail")
        {
            Description = "Delete its mail too. Without it the mail stays, and whoever gets the name later has it.",
        };
        return Run(new Command("remove", "Remove an account and its addresses.") { name, withMail }, parsed =>
            new AdministrationRequest
            {
                Command = AdministrationCommand.AccountRemove,
                Account = parsed.GetValue(name),
                WithMail = parsed.GetValue(withMail),
            });
    }

    private static Command CreateQuota()
    {
        var name = Name();
        var size = QuotaSize.Argument();
        var messages = new Option<long?>("--messages")
        {
            Description = "Messages that it may have; without it their number stays as it is.",
            HelpName = "COUNT",
        }.Within(1, long.MaxValue);
        var command = new Command("quota", "Say how much mail an account may have.") { name, size, messages };
        return Run(command, parsed =>
        {
            var wanted = parsed.GetValue(size)!;
            return new AdministrationRequest
            {
                Command = AdministrationCommand.AccountQuota,
                Account = parsed.GetValue(name),
                QuotaBytes = wanted.Bytes,
                QuotaMessages = parsed.GetValue(messages) ?? (wanted.IsUnlimited ? long.MaxValue : null),
                WithDefaultQuota = wanted.IsDefault,
            };
        });
    }

    private static Command OfName(string verb, string help, AdministrationCommand what)
    {
        var name = Name();
        return Run(new Command(verb, help) { name }, parsed => new AdministrationRequest
        {
            Command = what,
            Account = parsed.GetValue(name),
        });
    }

    public static Argument<string> Name() => new("ACCOUNT") { Description = "The name to log in with." };

    public static Command Run(Command command, Func<ParseResult, AdministrationRequest> request)
    {
        var place = new AdministrationPlace();
        place.AddTo(command);
        command.SetAction((parsed, stop) => place.RunAsync(parsed, () => request(parsed), stop));
        return command;
    }

    private const string Help =
        """
        Make, change and remove accounts, also while rockdove serve runs.

        Exit codes: 0 done, 1 not done, 2 a mistake in the command or the configuration.
        """;
}
