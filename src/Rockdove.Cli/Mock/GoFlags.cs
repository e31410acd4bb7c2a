namespace Rockdove.Cli;

/// <summary>
/// Reads a command line by the rules of Go's flags, and writes it as ours: one dash or two, <c>-x=v</c> or <c>-x v</c>,
/// a switch never takes the next word, the last of several counts, and all ends at the first word that is no flag.
/// </summary>
internal static class GoFlags
{
    /// <param name="arguments">What was typed after the command.</param>
    /// <param name="switches">Flags without a value, without dashes.</param>
    /// <param name="valued">Flags with one.</param>
    /// <param name="repeatable">Those of them that may be given many times.</param>
    public static IReadOnlyList<string> Translate(
        IReadOnlyList<string> arguments, IReadOnlySet<string> switches, IReadOnlySet<string> valued,
        IReadOnlySet<string> repeatable)
    {
        var given = new List<(string Name, string[] Words)>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            if (word == "--" || word.Length < 2 || word[0] != '-')
                break;
            var flag = word[1] == '-' ? word[2..] : word[1..];
            var equals = flag.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? flag : flag[..equals];
            if (!repeatable.Contains(name))
                given.RemoveAll(one => one.Name == name);
            var value = equals >= 0 ? flag[(equals + 1)..] : switches.Contains(name) ? "true" : null;
            if (value is null && valued.Contains(name) && i + 1 < arguments.Count)
                value = arguments[++i];
            if (!switches.Contains(name) && !valued.Contains(name))
                given.Add((name, [name is "h" or "help" ? "--help" : word])); // Or the parser says that there is none.
            else if (value is null)
                given.Add((name, [$"--{name}"])); // The parser says what is missing.
            else
                given.Add((name, value.Length > 0 ? [$"--{name}={value}"] : [$"--{name}", ""]));
        }

        return [.. given.SelectMany(one => one.Words)];
    }

    /// <summary>What Go takes for true and false.</summary>
    public static bool? ReadSwitch(string text) => text switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => null,
    };
}
