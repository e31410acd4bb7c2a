namespace Rockdove.Web;

/// <summary>
/// Tells which mail clients do not support what a page uses. It reads the first MiB of a page and its first 20,000
/// elements, as everything here does, once and from the front to the back.
/// </summary>
internal static class HtmlCheck
{
    public static HtmlCheckShape Run(string html)
    {
        var page = PageUse.Read(html);
        var nodes = Math.Max(1, page.Nodes);
        var tests = 0;
        var (partial, unsupported) = (0.0, 0.0);
        var warnings = new List<HtmlWarningShape>();
        foreach (var feature in ClientSupport.Current.Features)
        {
            if (FeatureRules.Count(feature.Line, page) is not { } found)
                continue;
            tests++;
            if (found == 0 || feature.Partial + feature.Unsupported == 0)
                continue;
            var share = Math.Min(found, nodes) / (double)nodes;
            partial = Math.Max(partial, feature.Partial * share);
            unsupported = Math.Max(unsupported, feature.Unsupported * share);
            warnings.Add(Warning(feature, found));
        }

        return new()
        {
            Source = ClientSupport.Current.Source,
            SourceDate = ClientSupport.Current.Date,
            Tests = tests,
            Nodes = page.Nodes,
            Supported = Rounded(Math.Max(0, 100 - partial - unsupported)),
            Partial = Rounded(partial),
            Unsupported = Rounded(unsupported),
            Warnings =
            [
                .. warnings.OrderByDescending(one => (one.Unsupported + one.Partial) * Math.Min(one.Found, nodes))
                    .ThenBy(one => one.Slug, StringComparer.Ordinal),
            ],
        };
    }

    private static HtmlWarningShape Warning(SupportedFeature feature, int found) => new()
    {
        Slug = feature.Line.Slug,
        Title = feature.Line.Title,
        Description = feature.Line.Description,
        Url = feature.Url,
        Category = feature.Line.Category,
        Tags = feature.Line.Tags,
        Found = found,
        Supported = Rounded(feature.Supported),
        Partial = Rounded(feature.Partial),
        Unsupported = Rounded(feature.Unsupported),
        Clients = feature.Clients,
        Notes = [.. feature.Line.Notes.Select(note => new SupportNoteShape(note.Key, note.Value))],
    };

    private static double Rounded(double percent) => Math.Round(percent, 2);
}
