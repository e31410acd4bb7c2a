using System.Diagnostics;
using System.Globalization;

namespace Rockdove.Bench;

/// <summary>
/// Asks a catcher that <see cref="CatchFill"/> has filled for lists and searches, one after the other over one
/// connection, by Mailpit's API and by ours: how long until the last octet of the answer is there.
/// </summary>
internal static class CatchAsk
{
    public static async Task<int> RunAsync(string address, int messages, bool quick)
    {
        using HttpClient http = new() { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(5) };
        MadeUpText text = new(CatchFill.TextSeed);
        foreach (var (name, list, search) in Apis)
        {
            Random random = new(2);
            var lists = quick ? 20 : 300;
            await AskAsync(http, $"{name}: first page", lists, () => $"{list}0");
            var half = messages / 2;
            await AskAsync(
                http, $"{name}: page in the middle", lists, () => list + Number(half + random.Next(half / 2)));
            await AskAsync(http, $"{name}: last page", lists, () => list + Number(messages - Page));
            var searches = quick ? 10 : 200;
            await AskAsync(http, $"{name}: a word in the subject", searches, () => Subject(name, search, Rare()));
            await AskAsync(http, $"{name}: a rare word", searches, () => Text(name, search, Rare()));
            await AskAsync(http, $"{name}: a frequent word", quick ? 2 : 10, () => Text(name, search, Frequent()));
            var same = Text(name, search, Frequent());
            await AskAsync(
                http, $"{name}: its next page", quick ? 4 : 20, () => $"{same}&start={Number(random.Next(1000))}");

            string Rare() => text.Word((int)(1000 * Math.Pow(MadeUpText.Words / 1000.0, random.NextDouble())));
            string Frequent() => text.Word(random.Next(50, 100));
        }

        return 0;
    }

    private static async Task AskAsync(HttpClient http, string measure, int times, Func<string> path)
    {
        List<long> ticks = [];
        for (var i = -1; i < times; i++)
        {
            var asked = path();
            var began = Stopwatch.GetTimestamp();
            var answer = await http.GetByteArrayAsync(new Uri(asked, UriKind.Relative));
            if (i >= 0)
                ticks.Add(Stopwatch.GetTimestamp() - began);
            if (answer.Length < ShortestAnswer)
                throw new InvalidOperationException($"{asked} answered {answer.Length} octets");
        }

        Figures.AddPercentiles("rockdove", measure, ticks);
    }

    private static string Text(string api, string search, string word) =>
        api == Mailpit ? search + word : $"{search}text={word}";

    private static string Subject(string api, string search, string word) =>
        api == Mailpit ? $"{search}subject:{word}" : $"{search}subject={word}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private const string Mailpit = "Mailpit's API";

    private static readonly (string Name, string List, string Search)[] Apis =
    [
        (Mailpit, "/api/v1/messages?limit=50&start=", "/api/v1/search?limit=50&query="),
        ("our API", "/api/rockdove/v1/messages?limit=50&start=", "/api/rockdove/v1/messages?limit=50&"),
    ];

    private const int Page = 50;

    /// <summary>Of JSON without any message.</summary>
    private const int ShortestAnswer = 30;
}
