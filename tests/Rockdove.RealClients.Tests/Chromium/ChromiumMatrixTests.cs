using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Rockdove.RealClients.Tests;

/// <summary>Chromium, which is how most people see a matrix.</summary>
public sealed class ChromiumMatrixTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>One page with the picture twice, since most of the time is Chromium's start.</summary>
    [Fact]
    public async Task A_matrix_is_drawn_in_the_scheme_of_the_reader()
    {
        var file = Path.GetFullPath(Path.Combine(Here(), "../../Rockdove.Prober.Tests/Drawing/Golden/bad-morning.svg"));
        var svg = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var size = Regex.Match(svg, "viewBox=\"0 0 ([0-9]+) ([0-9]+)\"");
        var width = int.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture);
        var height = int.Parse(size.Groups[2].Value, CultureInfo.InvariantCulture);
        var page = _folder.Write("page.html", Encoding.UTF8.GetBytes($"""
            <!DOCTYPE html><title>A matrix</title><body style="margin: 0">
            <img src="file://{file}" style="display: block; color-scheme: light">
            <img src="file://{file}" style="display: block; color-scheme: dark">
            """));

        var shot = Path.Combine(_folder.Path, "matrix.png");
        var run = (await ClientProgram.Chromium.RunAsync(
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            $"--user-data-dir={_folder.Path}/profile", $"--window-size={width},{2 * height}",
            $"--screenshot={shot}", $"file://{page}")).Succeeds();

        var pixels = PngPixels.Read(await File.ReadAllBytesAsync(shot, TestContext.Current.CancellationToken));
        Assert.Equal((width, 2 * height), (pixels.Width, pixels.Height));
        foreach (var isDark in new[] { false, true })
        {
            var top = isDark ? height : 0;
            var css = isDark ? svg[svg.IndexOf("@media", StringComparison.Ordinal)..] : svg;
            foreach (var (x, y) in new[] { (2, 2), (width - 3, 2), (2, height - 3), (width - 3, height - 3) })
                Assert.Equal(Colour(css, "paper"), pixels[x, top + y]); // One that cannot be read is a small mark.
            var colours = pixels.Colours(top, height);
            foreach (var paint in new[] { "c0", "c1", "c2", "c3", "c4", "c5", "c6", "fail", "spam", "late", "bar" })
                Assert.True(colours.GetValueOrDefault(Colour(css, paint)) > 200, $"{paint} is not there\n{run}");
        }
    }

    private static int Colour(string css, string variable) => int.Parse(
        Regex.Match(css, $"--{variable}:#([0-9a-f]{{6}})").Groups[1].Value,
        NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
