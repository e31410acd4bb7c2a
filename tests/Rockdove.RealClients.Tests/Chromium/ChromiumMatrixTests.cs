using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Rockdove.RealClients.Tests;

/// <summary>Chromium, which is how most people see a matrix.</summary>
public sealed class ChromiumMatrixTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bad-morning", false)]
    [InlineData("bad-morning", true)]
    public async Task A_matrix_is_drawn_in_the_scheme_of_the_reader(string name, bool isDark)
    {
        var svg = await File.ReadAllTextAsync(Golden(name), TestContext.Current.CancellationToken);
        var size = Regex.Match(svg, "viewBox=\"0 0 ([0-9]+) ([0-9]+)\"");
        var (width, height) = (int.Parse(size.Groups[1].Value), int.Parse(size.Groups[2].Value));
        var css = isDark ? svg[svg.IndexOf("@media", StringComparison.Ordinal)..] : svg;
        string Colour(string variable) => Regex.Match(css, $"--{variable}:(#[0-9a-f]{{6}})").Groups[1].Value;

        var shot = Path.Combine(_folder.Path, "matrix.png");
        var run = (await ClientProgram.Chromium.RunAsync(
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", $"--user-data-dir={_folder.Path}/profile",
            $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}", $"--window-size={width},{height}",
            $"--screenshot={shot}", $"file://{Golden(name)}")).Succeeds();

        var pixels = PngPixels.Read(await File.ReadAllBytesAsync(shot, TestContext.Current.CancellationToken));
        Assert.Equal((width, height), (pixels.Width, pixels.Height));
        foreach (var (x, y) in new[] { (2, 2), (width - 3, 2), (2, height - 3), (width - 3, height - 3) })
            Assert.Equal(Colour("paper"), pixels[x, y]); // A file with an error has a white page with the error.
        var colours = pixels.Colours();
        foreach (var paint in new[] { "c0", "c1", "c2", "c3", "c4", "fail", "spam", "late", "bar" })
            Assert.True(colours.GetValueOrDefault(Colour(paint)) > 200, $"{paint} is not there\n{run}");
    }

    private static string Golden(string name, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(here)!, "../../Rockdove.Prober.Tests/Drawing/Golden", name + ".svg"));
}
