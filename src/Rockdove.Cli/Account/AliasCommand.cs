using System.CommandLine;
using Rockdove.Daemon;

namespace Rockdove.Cli;

/// <summary><c>rockdove alias</c>: addresses that stand for others.</summary>
internal static class AliasCommand
{
    public static Command Create()
    {
        var targets = new Argument<string[]>("TARGET")
        {
            Description = "Where its mail goes: addresses, which may be aliases too.",
            Arity = ArgumentArity.OneOrMore,
        };
        var alias = Alias();
        var removed = Alias();
        return new Command("alias", Help)
        {
            AccountCommand.Run(
                new Command("add", "Make an alias, or give it other targets.") { alias, targets },
                parsed => new AdministrationRequest
                {
                    Command = AdministrationCommand.AliasAdd,
                    Alias = parsed.GetValue(alias),
                    Targets = parsed.GetValue(targets),
                }),
            AccountCommand.Run(
                new Command("list", "List the aliases of the store; those of the configuration are there."),
                _ => new AdministrationRequest { Command = AdministrationCommand.AliasList }),
            AccountCommand.Run(new Command("remove", "Remove an alias.") { removed }, parsed =>
                new AdministrationRequest
                {
                    Command = AdministrationCommand.AliasRemove,
                    Alias = parsed.GetValue(removed),
                }),
        };
    }

    private static Argument<string> Alias() => new("ALIAS")
    {
        Description = "sales@example.org, list-*@example.org (any text), or @example.org (all that nobody has).",
    };

    private const string Help =
        """
        Make and remove aliases, also while rockdove serve runs.

        Examples:
          rockdove alias add sales@example.org ann@example.org bob@example.org
          rockdove alias add @example.org ann@example.org
        """;
}
