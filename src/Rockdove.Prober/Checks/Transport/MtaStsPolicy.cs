using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>The policy that a domain publishes over HTTPS (RFC 8461 section 3.2).</summary>
/// <param name="Mode"><c>enforce</c>, <c>testing</c> or <c>none</c>.</param>
/// <param name="MaximumAge">How long senders keep it.</param>
/// <param name="Patterns">Names of servers; a <c>*</c> stands for the first label.</param>
internal sealed record MtaStsPolicy(string Mode, TimeSpan MaximumAge, IReadOnlyList<string> Patterns)
{
    /// <summary>Reads a policy. Keys that are not known are passed over, and of a key that comes twice the first
    /// counts.
    /// </summary>
    public static bool TryRead(
        string text, [NotNullWhen(true)] out MtaStsPolicy? policy, [NotNullWhen(false)] out string? problem)
    {
        (policy, problem) = (null, null);
        string? version = null, mode = null, age = null;
        var patterns = new List<string>();
        foreach (var line in text.Split('\n').Select(one => one.TrimEnd('\r', ' ', '\t')).Where(one => one.Length > 0))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                problem = $"'{line}' is no key with a value.";
                return false;
            }

            var value = line[(colon + 1)..].Trim(' ', '\t');
            switch (line[..colon])
            {
                case "version":
                    version ??= value;
                    break;
                case "mode":
                    mode ??= value;
                    break;
                case "max_age":
                    age ??= value;
                    break;
                case "mx":
                    patterns.Add(value);
                    break;
            }
        }

        problem = Defect(version, mode, patterns);
        if (!int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > MaximumAgeSeconds)
            problem ??= $"'max_age' is {age ?? "missing"}; it is a number of seconds, {MaximumAgeSeconds} at most.";
        if (problem is not null)
            return false;
        policy = new MtaStsPolicy(mode!, TimeSpan.FromSeconds(seconds), patterns);
        return true;
    }

    /// <summary>True when a server is among those that the policy names.</summary>
    public bool Allows(DnsName host) => Patterns.Any(pattern =>
        pattern.StartsWith("*.", StringComparison.Ordinal)
            ? DnsName.TryParse(pattern[2..], out var rest) && host.Parent == rest
            : DnsName.TryParse(pattern, out var name) && host == name);

    private static string? Defect(string? version, string? mode, List<string> patterns)
    {
        if (version != "STSv1")
            return $"'version' is {version ?? "missing"}; it is STSv1.";
        if (mode is not ("enforce" or "testing" or "none"))
            return $"'mode' is {mode ?? "missing"}; there are enforce, testing and none.";
        if (patterns.Count == 0 && mode != "none")
            return "There is no 'mx'.";
        var wrong = patterns.FirstOrDefault(pattern =>
            !DnsName.TryParse(pattern.StartsWith("*.", StringComparison.Ordinal) ? pattern[2..] : pattern, out var name)
            || name.ToString().Contains('*', StringComparison.Ordinal));
        return wrong is null ? null : $"'mx: {wrong}' is no name, nor one with '*.' before it.";
    }

    /// <summary>RFC 8461 section 3.2: about a year.</summary>
    private const int MaximumAgeSeconds = 31_557_600;
}
