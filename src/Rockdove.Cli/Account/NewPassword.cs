using System.CommandLine;
using Rockdove.Wire;

namespace Rockdove.Cli;

/// <summary>
/// A new password: from a prompt without echo, twice; from a file; or from standard input. There is no option for the
/// password itself: the list of processes would show it.
/// </summary>
internal sealed class NewPassword
{
    public Option<string?> PasswordFile { get; } = new Option<string?>("--password-file")
    {
        Description = "A file whose first line is the password.",
        HelpName = "FILE",
    }.NotEmpty("a file");

    public Option<bool> PasswordStdin { get; } = new("--password-stdin")
    {
        Description = "Take the first line of standard input as the password.",
    };

    public Option<bool> Recoverable { get; } = new("--recoverable")
    {
        Description = "Keep the password itself as well, for CRAM-MD5 and APOP: whoever reads the store then has it.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(PasswordFile);
        command.Options.Add(PasswordStdin);
        command.Options.Add(Recoverable);
        command.Validators.Add(result =>
        {
            if (result.GetResult(PasswordFile) is not null && result.GetResult(PasswordStdin) is not null)
                result.AddError("--password-file and --password-stdin are both given; allowed is one of them");
        });
    }

    /// <summary>What is kept of the password.</summary>
    /// <exception cref="UsageException">There is none, or it is not allowed.</exception>
    public IReadOnlyList<string> ReadVerifiers(ParseResult parsed, string account)
    {
        try
        {
            return Daemon.PasswordVerifiers.Create(Read(parsed, account), parsed.GetValue(Recoverable));
        }
        catch (ArgumentException refused)
        {
            throw new UsageException(refused.Message.Split(" (Parameter ")[0].TrimEnd('.'));
        }
    }

    private Secret Read(ParseResult parsed, string account)
    {
        if (parsed.GetValue(PasswordFile) is { } file)
            return TypedSecret.FirstLineOf("--password-file", file);
        if (parsed.GetValue(PasswordStdin))
        {
            return Console.In.ReadLine() is { Length: > 0 } line
                ? new Secret(line)
                : throw new UsageException("--password-stdin: the first line of standard input is empty");
        }

        if (Console.IsInputRedirected)
        {
            throw new UsageException("there is no password: give --password-file or --password-stdin, or run it on a "
                + "terminal to be asked");
        }

        var password = TypedSecret.Ask($"New password of {account}: ");
        return TypedSecret.Ask("The same again: ").Equals(password)
            ? password
            : throw new UsageException("the two passwords differ");
    }
}
