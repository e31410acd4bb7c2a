using System.Globalization;

namespace Rockdove.Fuzz;

/// <summary>What the command line says.</summary>
internal sealed record FuzzOptions
{
    /// <summary><c>smtp</c>, <c>mime</c>, <c>imap</c> or <c>dns</c>.</summary>
    public string Target { get; private init; } = "";

    public int Seconds { get; private init; } = 20;

    public int Seed { get; private init; } = Random.Shared.Next();

    /// <summary>A case that an earlier run printed; null to look for new ones.</summary>
    public string? ReplayFile { get; private init; }

    /// <summary>Null, and a sentence, when it cannot be understood.</summary>
    public static FuzzOptions? Parse(string[] arguments, out string problem)
    {
        problem = "Say what to fuzz: smtp, mime, imap or dns.";
        if (arguments is not ["smtp" or "mime" or "imap" or "dns", ..])
            return null;
        var options = new FuzzOptions { Target = arguments[0] };
        for (var i = 1; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            problem = $"{arguments[i]} {value}: not understood.";
            switch (arguments[i])
            {
                case "--seconds" when isNumber && number > 0:
                    options = options with { Seconds = number };
                    break;
                case "--seed" when isNumber:
                    options = options with { Seed = number };
                    break;
                case "--replay" when File.Exists(value):
                    options = options with { ReplayFile = value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
