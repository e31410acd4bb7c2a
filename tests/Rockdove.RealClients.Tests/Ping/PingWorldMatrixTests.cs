using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Rockdove.RealClients.Tests;

/// <summary>The matrix of real servers, as <c>rockdove matrix</c> writes it and as Chromium draws it.</summary>
[Collection(PingWorldCollection.Name)]
public sealed class PingWorldMatrixTests(PingWorld world) : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_matrix_shows_each_pair_and_Chromium_draws_it()
    {
        var all = await DrawAsync("all", "--timestamp", Started);
        var faults = await DrawAsync("faults");

        var tiles = Tiles(all);
        Assert.Equal(
            WorldAccounts.Pairs.Select(pair => (pair.From.Name, pair.To.Name)).Order(),
            tiles.Where(tile => tile.Value.Words.StartsWith("delivered in ", StringComparison.Ordinal))
                .Select(tile => tile.Key).Order());
        var bad = Tiles(faults);
        foreach (var name in WorldConfiguration.WrongPasswords)
            Assert.Equal(("fail", "login refused"), Look(bad[(name, "home-starttls")]));
        Assert.Equal(("fail", "no protected connection"), Look(bad[("misled", "home-starttls")]));
        Assert.Equal(("fail", "bounced"), Look(bad[("deb-tls", "gone")]));
        Assert.Equal(("fail", "refused"), Look(bad[("home-tls", "gone")]));

        var pixels = await ChromiumScreen.ShowAsync(_folder, (all, ""), (faults, ""));
        var top = ChromiumScreen.SizeOf(await ReadAsync(all)).Height;
        await AssertDrawnAsync(pixels, 0, all, tiles.Values);
        await AssertDrawnAsync(pixels, top, faults, bad.Values);
        Assert.DoesNotContain(
            ChromiumScreen.Colour(await ReadAsync(all), "fail"), pixels.Colours(0, top).Keys);
    }

    [Fact]
    public async Task Gensvgs_picture_has_no_error_where_all_arrive()
    {
        var all = await ReadAsync(await DrawAsync("all", "--classic", "--timestamp", Started));
        Assert.NotNull(XDocument.Parse(all).Root);
        Assert.DoesNotContain("ERR", all, StringComparison.Ordinal);
        Assert.Contains("ERR", await ReadAsync(await DrawAsync("faults", "--classic")), StringComparison.Ordinal);
    }

    /// <summary>The second in which all were probed.</summary>
    private string Started => (world.Journal["run"][0].GetProperty("started").GetInt64() / 1_000_000)
        .ToString(CultureInfo.InvariantCulture);

    private async Task<string> DrawAsync(string name, params string[] options)
    {
        var file = Path.Combine(_folder.Path, $"{name}.svg");
        (await world.RockdoveAsync(["matrix", "--db", world.Database, "--output", file, .. options])).Succeeds();
        return file;
    }

    private static Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

    private static (string Paint, string Words) Look(Tile tile) => (tile.Paint, tile.Words);

    /// <summary>The cells with a title, by the pair that it names.</summary>
    private static Dictionary<(string From, string To), Tile> Tiles(string file)
    {
        var tiles = new Dictionary<(string From, string To), Tile>();
        foreach (var title in XDocument.Load(file).Descendants(Svg + "title"))
        {
            if (Regex.Match(title.Value, "^(.*) → (.*): (.*)$") is not { Success: true } words)
                continue;
            var cell = title.Parent!;
            var (x, y) = Place(cell);
            var (left, top) = Place(cell.Parent!);
            var box = cell.Element(Svg + "rect")!;
            tiles.Add((words.Groups[1].Value, words.Groups[2].Value), new Tile(
                words.Groups[3].Value,
                cell.Attribute("class")!.Value[1..],
                (int)(left + x),
                (int)(top + y),
                (int)Number(box, "width"),
                (int)Number(box, "height")));
        }

        return tiles;
    }

    /// <summary>Of each cell a good part has the colour that the style sheet gives its kind.</summary>
    private static async Task AssertDrawnAsync(PngPixels pixels, int top, string file, IEnumerable<Tile> tiles)
    {
        var svg = await ReadAsync(file);
        foreach (var tile in tiles)
        {
            var (colour, painted) = (ChromiumScreen.Colour(svg, tile.Paint), 0);
            for (var y = 0; y < tile.Height; y++)
                for (var x = 0; x < tile.Width; x++)
                    painted += pixels[tile.Left + x, top + tile.Top + y] == colour ? 1 : 0;
            Assert.True(painted > tile.Width * tile.Height / 3, $"{tile} has {painted} pixels of its colour");
        }
    }

    private static (double X, double Y) Place(XElement element)
    {
        var place = Regex.Match(element.Attribute("transform")!.Value, "^translate\\(([0-9.]+) ([0-9.]+)\\)$");
        return (Parse(place.Groups[1].Value), Parse(place.Groups[2].Value));
    }

    private static double Number(XElement element, string name) => Parse(element.Attribute(name)!.Value);

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private sealed record Tile(string Words, string Paint, int Left, int Top, int Width, int Height);
}
