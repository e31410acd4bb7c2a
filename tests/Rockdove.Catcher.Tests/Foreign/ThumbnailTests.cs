using Rockdove.Web;
using SkiaSharp;

namespace Rockdove.Catcher.Tests;

/// <summary>What a thumbnail shows, and of what there is none.</summary>
public class ThumbnailTests
{
    [Theory]
    [InlineData(180, 120)]
    [InlineData(16, 16)]
    [InlineData(1024, 1024)]
    [InlineData(1024, 16)]
    public void It_is_as_large_as_it_was_asked_for(int width, int height)
    {
        using var seen = Draw(TestPictures.Plain(2000, 1100, SKColors.Red), new(width, height));
        Assert.Equal((width, height), (seen.Width, seen.Height));
        Assert.Equal("red", seen.ColorAt(0, 0));
        Assert.Equal("red", seen.ColorAt(width - 1, height - 1));
    }

    [Fact]
    public void What_is_too_wide_is_cut_at_its_sides()
    {
        using var seen = Draw(TestPictures.Framed(1200, 400, isWide: true)); // Scaled 360 wide, 60 of them blue.
        Assert.Equal("red", seen.ColorAt(0, 60));
        Assert.Equal("red", seen.ColorAt(179, 60));
    }

    [Fact]
    public void What_is_too_high_is_cut_above_and_below()
    {
        using var seen = Draw(TestPictures.Framed(360, 1200, isWide: false));
        Assert.Equal("red", seen.ColorAt(90, 0));
        Assert.Equal("red", seen.ColorAt(90, 119));
    }

    [Fact]
    public void What_is_small_lies_in_the_middle_as_it_is()
    {
        using var seen = Draw(TestPictures.Plain(60, 40, SKColors.Red));
        Assert.Equal("red", seen.ColorAt(90, 60));
        Assert.Equal(["white", "red", "red", "white"], Across(seen, 52, 66, 114, 128));
        Assert.Equal("white", seen.ColorAt(90, 34));
        Assert.Equal("white", seen.ColorAt(90, 86));
    }

    [Fact]
    public void What_is_wide_and_low_is_shown_whole()
    {
        using var seen = Draw(TestPictures.Framed(1800, 100, isWide: true)); // 180 x 10.
        Assert.Equal(["blue", "red", "red", "blue"], Across(seen, 8, 48, 132, 172));
        Assert.Equal("white", seen.ColorAt(90, 48));
        Assert.Equal("white", seen.ColorAt(90, 72));
    }

    [Fact]
    public void A_line_of_pixels_is_still_seen()
    {
        using var seen = Draw(TestPictures.Plain(10_000, 1, SKColors.Black));
        Assert.NotEqual("white", seen.ColorAt(90, 59));
    }

    /// <summary>Red is at the left above in the file, and green beside it.</summary>
    [Theory]
    [InlineData(1, "red", "green", "black", "blue")]
    [InlineData(2, "green", "red", "blue", "black")]
    [InlineData(3, "black", "blue", "red", "green")]
    [InlineData(4, "blue", "black", "green", "red")]
    [InlineData(5, "red", "blue", "black", "green")]
    [InlineData(6, "blue", "red", "green", "black")]
    [InlineData(7, "black", "green", "red", "blue")]
    [InlineData(8, "green", "black", "blue", "red")]
    public void It_is_turned_as_exif_says(byte orientation, params string[] corners)
    {
        var file = TestPictures.Turned(
            TestPictures.Quarters(1500, 1000, SKEncodedImageFormat.Jpeg), orientation);
        using var seen = Draw(file);
        Assert.Equal(
            corners,
            (string[])[seen.ColorAt(10, 10), seen.ColorAt(169, 10), seen.ColorAt(169, 109), seen.ColorAt(10, 109)]);
    }

    [Fact]
    public void What_moves_is_its_first_picture()
    {
        using var seen = Draw(TestPictures.MovingGif(200, 150));
        Assert.Equal("red", seen.ColorAt(90, 60));
    }

    [Fact]
    public void What_is_seen_through_is_white()
    {
        var file = TestPictures.Draw(
            300, 200,
            canvas =>
            {
                canvas.Clear(SKColors.Transparent);
                canvas.ClipRect(new SKRect(150, 0, 300, 200));
                canvas.Clear(SKColors.Blue);
            },
            SKEncodedImageFormat.Png);
        using var seen = Draw(file);
        Assert.Equal(["white", "blue"], Across(seen, 40, 140));
    }

    [Fact]
    public void Each_format_is_read()
    {
        byte[][] files =
        [
            TestPictures.Plain(300, 200, SKColors.Red, SKEncodedImageFormat.Jpeg),
            TestPictures.Plain(300, 200, SKColors.Red),
            TestPictures.Plain(300, 200, SKColors.Red, SKEncodedImageFormat.Webp),
            TestPictures.MovingGif(200, 150),
            TestPictures.Bmp(300, 200, SKColors.Red),
        ];
        foreach (var file in files)
        {
            using var seen = Draw(file);
            Assert.Equal("red", seen.ColorAt(90, 60));
        }
    }

    [Fact]
    public void What_is_cut_off_is_shown_as_far_as_it_came()
    {
        var file = TestPictures.Draw(
            600, 400,
            canvas =>
            {
                // Noise, so that half of the file is half of the picture.
                var random = new Random(1);
                for (var pixel = 0; pixel < 600 * 400; pixel++)
                    canvas.DrawPoint(pixel % 600, pixel / 600, new SKColor(0, 0, (byte)random.Next(256)));
            },
            SKEncodedImageFormat.Png);
        using var seen = Draw(file[..(file.Length / 2)]);
        Assert.NotEqual("white", seen.ColorAt(90, 10));
        Assert.Equal("white", seen.ColorAt(90, 110));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hello")]
    [InlineData("GIF89")]
    [InlineData("GIF89a")]
    [InlineData("BM")]
    [InlineData("RIFF....WEBP")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")]
    [InlineData("\0\0\u0001\0\u0001\0\u0010\u0010\0\0\u0001\0")] // An icon.
    public void Of_what_is_no_picture_there_is_none(string text) => Assert.False(
        Assert.Throws<ThumbnailException>(() => Thumbnail.Draw(
            System.Text.Encoding.Latin1.GetBytes(text), ThumbnailSize.Usual)).IsOurs);

    [Fact]
    public void A_picture_without_pixels_is_broken()
    {
        foreach (var file in (byte[][])[TestPictures.BlackPng(0, 10), TestPictures.BlackPng(10, 0)])
            Assert.Throws<ThumbnailException>(() => Thumbnail.Draw(file, ThumbnailSize.Usual));
    }

    [Fact]
    public void A_picture_of_40_million_pixels_is_drawn_and_one_of_one_more_is_not_decoded()
    {
        Assert.Equal(Thumbnail.MostPixels, 8000 * 5000);
        using var seen = Draw(TestPictures.BlackPng(8000, 5000));
        Assert.Equal("black", seen.ColorAt(90, 60));

        Assert.Equal(Thumbnail.MostPixels + 1, 754_717 * 53);
        var error = Assert.Throws<ThumbnailException>(
            () => Thumbnail.Draw(TestPictures.BlackPng(754_717, 53), ThumbnailSize.Usual));
        Assert.Contains("754717 x 53 pixels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_32_MiB_is_drawn_and_one_of_an_octet_more_is_not()
    {
        var file = TestPictures.Plain(300, 200, SKColors.Red);
        Array.Resize(ref file, Thumbnail.MostOctets); // Nobody reads behind the end of a PNG.
        using var seen = Draw(file);
        Assert.Equal("red", seen.ColorAt(90, 60));

        Array.Resize(ref file, Thumbnail.MostOctets + 1);
        var error = Assert.Throws<ThumbnailException>(() => Thumbnail.Draw(file, ThumbnailSize.Usual));
        Assert.Contains("33554433 octets", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_files_give_a_thumbnail_or_none_and_never_anything_else()
    {
        byte[][] files =
        [
            TestPictures.Turned(TestPictures.Quarters(60, 40, SKEncodedImageFormat.Jpeg), 6),
            TestPictures.Quarters(60, 40, SKEncodedImageFormat.Png),
            TestPictures.Quarters(60, 40, SKEncodedImageFormat.Webp),
            TestPictures.MovingGif(60, 40),
            TestPictures.Bmp(60, 40, SKColors.Red),
        ];
        var random = new Random(1);
        var (drawn, refused) = (0, 0);
        for (var i = 0; i < 3000; i++)
        {
            var file = files[i % files.Length].ToArray();
            if (random.Next(2) == 0)
                Array.Resize(ref file, random.Next(file.Length));
            // Half of them in the first octets, where sizes and tables are.
            for (var flips = random.Next(8); flips > 0 && file.Length > 0; flips--)
            {
                var end = random.Next(2) == 0 ? Math.Min(100, file.Length) : file.Length;
                file[random.Next(end)] = (byte)random.Next(256);
            }

            try
            {
                using var seen = Draw(file, new(32, 32));
                Assert.Equal((32, 32), (seen.Width, seen.Height));
                drawn++;
            }
            catch (ThumbnailException)
            {
                refused++;
            }
        }

        Assert.True(drawn > 300 && refused > 300, $"{drawn} drawn, {refused} refused");
    }

    private static SKBitmap Draw(byte[] file) => Draw(file, ThumbnailSize.Usual);

    private static SKBitmap Draw(byte[] file, ThumbnailSize size)
    {
        var seen = TestPictures.Read(Thumbnail.Draw(file, size));
        Assert.Equal((size.Width, size.Height), (seen.Width, seen.Height));
        return seen;
    }

    private static IEnumerable<string> Across(SKBitmap seen, params int[] columns) =>
        columns.Select(x => seen.ColorAt(x, 60));
}
