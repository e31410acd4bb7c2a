using System.Runtime.CompilerServices;

namespace Rockdove.RealClients.Tests;

/// <summary>Chromium, which is how most people see a matrix.</summary>
public sealed class ChromiumMatrixTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_matrix_is_drawn_in_the_scheme_of_the_reader()
    {
        var file = Path.GetFullPath(Path.Combine(Here(), "../../Rockdove.Prober.Tests/Drawing/Golden/bad-morning.svg"));
        var svg = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var (width, height) = ChromiumScreen.SizeOf(svg);

        var pixels = await ChromiumScreen.ShowAsync(
            _folder, (file, "color-scheme: light"), (file, "color-scheme: dark"));

        foreach (var isDark in new[] { false, true })
        {
            var top = isDark ? height : 0;
            var css = isDark ? svg[svg.IndexOf("@media", StringComparison.Ordinal)..] : svg;
            foreach (var (x, y) in new[] { (2, 2), (width - 3, 2), (2, height - 3), (width - 3, height - 3) })
            {
                // One that cannot be read is a small mark.
                Assert.Equal(ChromiumScreen.Colour(css, "paper"), pixels[x, top + y]);
            }

            var colours = pixels.Colours(top, height);
            foreach (var paint in new[] { "c0", "c1", "c2", "c3", "c4", "c5", "c6", "fail", "spam", "late", "bar" })
            {
                Assert.True(
                    colours.GetValueOrDefault(ChromiumScreen.Colour(css, paint)) > 200, $"{paint} is not there");
            }
        }
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
