using System.CommandLine;

namespace Rockdove.Cli;

/// <summary>
/// A switch that <see cref="GoFlags"/> has given its value. Not an option of a truth value: those refuse Go's words
/// before anybody can say what is allowed.
/// </summary>
internal sealed class SwitchOption : Option<string?>
{
    public SwitchOption(string name, string description)
        : base(name)
    {
        Description = description;
        Arity = ArgumentArity.ExactlyOne;
        Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && GoFlags.ReadSwitch(text) is null)
                result.AddError($"{name} '{text}' is not allowed; allowed are true and false, or no value at all");
        });
    }

    public bool IsOn(ParseResult parsed) => GoFlags.ReadSwitch(parsed.GetValue(this) ?? "") == true;
}
