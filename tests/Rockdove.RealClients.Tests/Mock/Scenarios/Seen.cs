using System.IO.Enumeration;

namespace Rockdove.RealClients.Tests;

/// <summary>What came of a scenario.</summary>
/// <param name="Report">What the client says about each errand, joined by <c> / </c>.</param>
/// <param name="Heard">What the mock was told in each session; see <see cref="Dialogue"/>.</param>
/// <param name="Kept">How many messages the mock then has.</param>
/// <remarks>In an expectation <c>*</c> is any text: where a program's libraries have their own words.</remarks>
internal sealed record Seen(string Report, string Heard, int Kept = 0)
{
    public bool Matches(Seen actual) =>
        Kept == actual.Kept && Matches(Report, actual.Report) && Matches(Heard, actual.Heard);

    private static bool Matches(string pattern, string text) =>
        pattern == text || FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}
