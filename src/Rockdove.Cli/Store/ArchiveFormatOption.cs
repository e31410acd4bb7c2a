using System.CommandLine;
using Rockdove.Mailboxes;

namespace Rockdove.Cli;

/// <summary><c>--format</c>, <c>--owner</c> and <c>--mailbox</c> of exports and imports.</summary>
internal static class ArchiveFormatOption
{
    public static Option<ArchiveFormat?> Create(string description)
    {
        var option = new Option<ArchiveFormat?>("--format") { Description = description, HelpName = "FORMAT" };
        option.CustomParser = result =>
        {
            foreach (var format in Enum.GetValues<ArchiveFormat>())
                if (result.Tokens[0].Value.Equals(format.ToString(), StringComparison.OrdinalIgnoreCase))
                    return format;
            result.AddError($"--format '{result.Tokens[0].Value}' is not allowed; "
                + "allowed are mbox, maildir, eml and zip");
            return null;
        };
        return option;
    }

    public static Option<string?> Owner(string description) =>
        new("--owner") { Description = description, HelpName = "NAME" };

    public static Option<string?> Mailbox(string description) =>
        new Option<string?>("--mailbox") { Description = description, HelpName = "NAME" }.NotEmpty("a mailbox");
}
