namespace Rockdove.Tidy.Tests;

/// <summary>What is gone and what is new between two listings, type by type.</summary>
internal static class LineDiff
{
    /// <summary>Lines that begin with <c>- </c> or <c>+ </c>, below the type they are of; none when equal.</summary>
    public static IReadOnlyList<string> Between(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var old = ByType(before);
        var now = ByType(after);
        var lines = new List<string>();
        foreach (var type in old.Keys.Union(now.Keys))
        {
            var gone = old.GetValueOrDefault(type, []);
            var come = now.GetValueOrDefault(type, []);
            var changes = gone.Except(come).Select(member => $"-   {member}")
                .Concat(come.Except(gone).Select(member => $"+   {member}")).ToList();
            var sign = !now.ContainsKey(type) ? "-" : !old.ContainsKey(type) ? "+" : " ";
            if (sign != " " || changes.Count > 0)
                lines.AddRange([$"{sign} {type}", .. changes]);
        }

        return lines;
    }

    private static Dictionary<string, List<string>> ByType(IReadOnlyList<string> lines)
    {
        var types = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var members = new List<string>();
        foreach (var line in lines.Where(line => line.Length > 0))
            if (line.StartsWith(' '))
                members.Add(line.Trim());
            else
                types[line] = members = [];
        return types;
    }
}
