using System.CommandLine;
using System.Globalization;

namespace Rockdove.Cli;

/// <summary>What the values of an option may be, told in one form for all commands.</summary>
internal static class OptionBounds
{
    /// <summary>Allows whole numbers from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<T> Within<T>(this Option<T> option, long least, long most)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [var token])
                return; // Its default, or an error already.
            if (!long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number < least || number > most)
            {
                result.AddError($"{option.Name} '{token.Value}' is not allowed; "
                    + $"allowed is a whole number from {least} to {most}");
            }
        });
        return option;
    }

    /// <summary>Allows anything but an empty text.</summary>
    /// <param name="option">The option.</param>
    /// <param name="what">What is allowed: <c>a file</c>.</param>
    public static Option<T> NotEmpty<T>(this Option<T> option, string what)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError($"{option.Name} '' is not allowed; allowed is {what}");
        });
        return option;
    }
}
