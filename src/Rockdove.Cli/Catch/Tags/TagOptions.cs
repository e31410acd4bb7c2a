using System.CommandLine;
using Rockdove.Catcher;

namespace Rockdove.Cli;

/// <summary>What may be said to <c>rockdove catch</c> about the tags that mail has from the beginning.</summary>
internal sealed class TagOptions
{
    public Option<string[]> Tag { get; } = new("--tag")
    {
        Description = "Tag each message that a search finds, such as 'paid,order=subject:invoice'. Several with "
            + "spaces between, in double quotes where they have spaces themselves; or repeated.",
        HelpName = "TAGS=SEARCH",
    };

    public Option<string?> File { get; } = new("--tags-config")
    {
        Description = "The same from a file of JSON: {\"filters\":[{\"match\":\"subject:order\",\"tags\":\"paid\"}]}.",
        HelpName = "FILE",
    };

    public Option<string[]> Disable { get; } = new("--tags-disable")
    {
        Description = "Do not tag mail by plus-addresses (what follows a plus), by x-tags (the field), or either; with "
            + "a comma, or repeated.",
        HelpName = "plus-addresses|x-tags",
    };

    public Option<bool> UserName { get; } = new("--tags-username")
    {
        Description = "Tag mail with the name that the client logged in by.",
    };

    public Option<bool> TitleCase { get; } = new("--tags-title-case")
    {
        Description = "Begin the words of tags that a field or an address has with a capital letter.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Tag, File, Disable, UserName, TitleCase])
            command.Options.Add(option);
        File.NotEmpty("a file");
        Disable.Validators.Add(result =>
        {
            foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',')))
            {
                if (word is not (PlusAddresses or XTags))
                    result.AddError($"--tags-disable '{word}' is not allowed; allowed is {PlusAddresses} or {XTags}");
            }
        });
    }

    /// <exception cref="UsageException">A file cannot be used, or a rule makes no sense.</exception>
    public CaughtTagging Read(ParseResult parsed)
    {
        List<CaughtTagRule> rules =
        [
            .. (parsed.GetValue(Tag) ?? []).SelectMany(text => TagRuleText.Read(Tag.Name, text)),
            .. parsed.GetValue(File) is { } file
                ? UsageException.OfWorld(() => TagRuleFile.Read(File.Name, file))
                : [],
        ];
        if (rules.Count > CaughtTagRule.Most)
        {
            throw new UsageException(
                $"{Tag.Name} and {File.Name} have {rules.Count} rules; allowed are {CaughtTagRule.Most}");
        }

        return new()
        {
            FromPlusAddresses = !IsDisabled(parsed, PlusAddresses),
            FromHeader = !IsDisabled(parsed, XTags),
            FromUsers = parsed.GetValue(UserName),
            IsTitleCase = parsed.GetValue(TitleCase),
            Rules = rules,
        };
    }

    private bool IsDisabled(ParseResult parsed, string tagging) =>
        (parsed.GetValue(Disable) ?? []).Any(list => list.Split(',').Contains(tagging));

    private const string PlusAddresses = "plus-addresses";

    private const string XTags = "x-tags";
}
