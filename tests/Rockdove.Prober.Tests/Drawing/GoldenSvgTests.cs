using System.Globalization;
using System.Runtime.CompilerServices;

namespace Rockdove.Prober.Tests;

/// <summary>
/// Pictures octet for octet, so that a change of the drawing is seen by whoever reviews it. After a change that is
/// meant, run these with <c>ROCKDOVE_ACCEPT_SVG=1</c>, look at the files and commit them.
/// </summary>
public sealed class GoldenSvgTests
{
    [Fact]
    public void Twelve_accounts_with_faults() => Is("bad-morning", DrawnMatrix.Of(SamplePictures.BadMorning()));

    [Fact]
    public void Every_state() => Is("every-state", DrawnMatrix.Of(SamplePictures.EveryState(withHistory: false)));

    [Fact]
    public void Classic() => Is("classic", DrawnMatrix.Classic(SamplePictures.BadMorning()));

    [Fact]
    public void Every_culture_draws_the_same()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (odd.NumberFormat.NumberDecimalSeparator, odd.NumberFormat.NegativeSign) = (",", "~");
            odd.DateTimeFormat.TimeSeparator = ".";
            CultureInfo.CurrentCulture = odd;
            Is("bad-morning", DrawnMatrix.Of(SamplePictures.BadMorning()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Is(string name, DrawnMatrix drawn, [CallerFilePath] string here = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name + ".svg");
        if (Environment.GetEnvironmentVariable("ROCKDOVE_ACCEPT_SVG") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, drawn.Octets);
        }

        Assert.Equal(File.ReadAllText(file), drawn.Text);
    }
}
