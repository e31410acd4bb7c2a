using System.Buffers;
using System.Globalization;
using System.Net;

namespace Rockdove.Prober;

/// <summary>
/// Draws a matrix as maping's gensvg does: the same lines, boxes, colours and texts in the same places. Not the same
/// are: the order of the accounts, which is the configuration's and not that in which the pairs were done; a mail that
/// came by a clock that is wrong, which is no error; the hoster, which is the host without its first label; and names,
/// which cannot break the file. No font is embedded, since each system has one that is as wide.
/// </summary>
public static class ClassicSvg
{
    /// <summary>Writes the picture, as UTF-8.</summary>
    public static void Render(MatrixPicture picture, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(output);
        var measured = picture.Cells.Select(cell => (cell.Pair, Seconds: Seconds(cell)))
            .Where(cell => cell.Seconds is not null)
            .ToDictionary(cell => cell.Pair, cell => cell.Seconds!.Value);
        var names = measured.Keys.SelectMany(pair => new[] { pair.From, pair.To }).ToHashSet(StringComparer.Ordinal);
        var accounts = picture.Accounts.Where(account => names.Contains(account.Name)).ToList();
        var (width, height) = (190 + (Side * accounts.Count), 130 + (80 * accounts.Count));

        var svg = new SvgMarkup(output);
        svg.Add($"<?xml version=\"1.0\"?>\n<!-- Drawn as gensvg of maping does -->\n")
            .Add($"<svg width=\"{width}\" height=\"{height}\"\n")
            .Add($"     xmlns=\"http://www.w3.org/2000/svg\"\n     xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n");
        AddGrid(svg, accounts.Count);
        AddText(svg, 170, 40, Moment(picture.At));
        for (var i = accounts.Count - 1; i >= 0; i--)
        {
            var at = Corner + (Side * i);
            AddBox(svg, at, at, "#ABABAB");
            AddText(svg, 70, at + 30, Number(i + 1));
            AddText(svg, at + 20, 80, Number(i + 1));
        }

        for (var a = 0; a < accounts.Count; a++)
        {
            for (var b = a + 1; b < accounts.Count; b++)
            {
                var (x, y) = (Corner + (Side * b), Corner + (Side * a));
                if (measured.TryGetValue(new ProbePair(accounts[a].Name, accounts[b].Name), out var sent))
                    AddCell(svg, x, y, sent);
                if (measured.TryGetValue(new ProbePair(accounts[b].Name, accounts[a].Name), out var received))
                    AddCell(svg, y, x, received);
            }
        }

        AddKey(svg, accounts, width - 40);
        svg.Add($"</svg>\n");
    }

    /// <summary>maping's number: whole seconds, or -1 for an error; null where it would not have had a row.</summary>
    private static long? Seconds(MatrixCell cell) => MatrixVerdicts.Of(cell) switch
    {
        MatrixVerdict.None => null,
        MatrixVerdict.Failed => -1,
        _ when cell.ClassicSeconds is { } seconds and >= 0 => seconds,
        _ => (long)Math.Max(0, (cell.Delivery ?? default).TotalSeconds),
    };

    private static void AddGrid(SvgMarkup svg, int count)
    {
        var end = Corner + (Side * count);
        svg.Add($"<g style=\"stroke:black;stroke-width:0.25pt;\">\n");
        for (var x = Corner; x <= end; x += Side)
            svg.Add($"<line x1=\"{x}\" y1=\"{Corner}\" x2=\"{x}\" y2=\"{end}\" />\n");
        for (var y = Corner; y <= end; y += Side)
            svg.Add($"<line x1=\"{Corner}\" y1=\"{y}\" x2=\"{end}\" y2=\"{y}\" />\n");
        svg.Add($"</g>\n");
        foreach (var (x, y) in new[] { (60, 100), (70, 80), (80, 90) })
            svg.Add($"<line x1=\"90\" y1=\"70\" x2=\"{x}\" y2=\"{y}\" style=\"stroke:black;\" />\n");
    }

    private static void AddCell(SvgMarkup svg, int x, int y, long seconds)
    {
        AddBox(svg, x, y, seconds < 0 ? "#FF0000" : seconds <= LastGreenSecond ? "#00FF00" : "#FFFF00");
        AddText(svg, x + 22, y + 30, seconds < 0 ? "ERR" : seconds == 0 ? "<1" : Number(seconds));
    }

    private static void AddBox(SvgMarkup svg, int x, int y, string fill) =>
        svg.Add($"<rect x=\"{x}\" y=\"{y}\" width=\"{Side}\" height=\"{Side}\" style=\"fill:{fill}\" />\n");

    private static void AddText(SvgMarkup svg, int x, int y, string text) =>
        svg.Add($"<text x=\"{x}\" y=\"{y}\" style=\"").AddRaw(FontStyle)
            .Add($"text-anchor:middle; \" >{text}</text>\n");

    /// <summary>Numbers and domains beneath. gensvg's anchor <c>left</c> is no anchor; it is drawn as start.</summary>
    private static void AddKey(SvgMarkup svg, List<MatrixAccount> accounts, int y)
    {
        svg.Add($"<text x=\"0\" y=\"{y}\" style=\"").AddRaw(FontStyle).Add($"text-anchor:start; \">");
        for (var i = 0; i < accounts.Count; i++)
            svg.Add($"<tspan x=\"100\" dy=\"15\">{i + 1}: {Domain(accounts[i])}{Hoster(accounts[i])}</tspan>");
        svg.Add($"</text>\n");
    }

    private static string Domain(MatrixAccount account) =>
        account.Address[(account.Address.LastIndexOf('@') + 1)..];

    /// <summary>The second label and what follows: so <c>imap.example.co.uk</c> is at <c>example.co.uk</c>.</summary>
    private static string Hoster(MatrixAccount account)
    {
        if (account.ReceiveHost is not { Length: > 0 } host)
            return "";
        var name = host.TrimEnd('.');
        var isName = !IPAddress.TryParse(name, out _) && name.Count(c => c == '.') >= 2;
        return $" ({(isName ? name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..] : name)})";
    }

    /// <summary>As Go writes <c>2 Jan 06, 15:04 (MST)</c> for a zone that has no name.</summary>
    private static string Moment(DateTimeOffset at)
    {
        var zone = at.Offset == TimeSpan.Zero ? "UTC"
            : (at.Offset < TimeSpan.Zero ? "-" : "+")
                + at.Offset.ToString(at.Offset.Minutes == 0 ? "hh" : "hhmm", CultureInfo.InvariantCulture);
        return $"{at.ToString("d MMM yy, HH:mm", CultureInfo.InvariantCulture)} ({zone})";
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private const string FontStyle =
        "font-size:12pt;font-family:'source_sans_pro','Source Sans Pro','Source Sans 3',sans-serif;color:black;";

    private const int Corner = 100;

    private const int Side = 50;

    private const long LastGreenSecond = 30;
}
