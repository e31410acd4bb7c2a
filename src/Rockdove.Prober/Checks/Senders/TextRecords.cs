using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>Texts of a name that begin as records of one kind do; others have nothing to do with it.</summary>
internal static class TextRecords
{
    /// <param name="answer">What DNS said.</param>
    /// <param name="version">What the texts begin with: <c>v=spf1</c>.</param>
    /// <param name="after">What may come behind that, if not the end.</param>
    public static IReadOnlyList<string> Of(DnsAnswer answer, string version, string after) =>
    [
        .. answer.Of<TxtRecord>()
            .Select(record => record.Text)
            .Where(text => text.StartsWith(version, StringComparison.OrdinalIgnoreCase)
                && (text.Length == version.Length || after.Contains(text[version.Length], StringComparison.Ordinal))),
    ];
}
