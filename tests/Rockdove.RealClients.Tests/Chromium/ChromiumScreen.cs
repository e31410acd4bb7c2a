using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Rockdove.RealClients.Tests;

/// <summary>What Chromium shows of pictures.</summary>
internal static class ChromiumScreen
{
    /// <summary>One beneath the other in one page, since most of the time is Chromium's start.</summary>
    /// <param name="folder">Where its files go.</param>
    /// <param name="pictures">Files of SVG, and the style of each.</param>
    public static async Task<PngPixels> ShowAsync(
        ScratchFolder folder, params (string File, string Style)[] pictures)
    {
        var (width, height) = (0, 0);
        var page = new StringBuilder("<!DOCTYPE html><title>Pictures</title><body style=\"margin: 0\">\n");
        foreach (var (file, style) in pictures)
        {
            var size = SizeOf(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            (width, height) = (Math.Max(width, size.Width), height + size.Height);
            page.Append(CultureInfo.InvariantCulture, $"<img src=\"file://{file}\" style=\"display:block;{style}\">\n");
        }

        var shot = Path.Combine(folder.Path, "screen.png");
        (await ClientProgram.Chromium.RunAsync(
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            $"--user-data-dir={folder.Path}/profile", $"--window-size={width},{height}",
            $"--screenshot={shot}",
            $"file://{folder.Write("page.html", Encoding.UTF8.GetBytes(page.ToString()))}")).Succeeds();
        var pixels = PngPixels.Read(await File.ReadAllBytesAsync(shot, TestContext.Current.CancellationToken));
        Assert.Equal((width, height), (pixels.Width, pixels.Height));
        return pixels;
    }

    /// <summary>The size that a picture says it has.</summary>
    public static (int Width, int Height) SizeOf(string svg)
    {
        var size = Regex.Match(svg, "viewBox=\"0 0 ([0-9]+) ([0-9]+)\"");
        return (
            int.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture),
            int.Parse(size.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>The first value of a variable in a style sheet, as <c>0xRRGGBB</c>.</summary>
    public static int Colour(string css, string variable) => int.Parse(
        Regex.Match(css, $"--{variable}:#([0-9a-f]{{6}})").Groups[1].Value,
        NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);
}
