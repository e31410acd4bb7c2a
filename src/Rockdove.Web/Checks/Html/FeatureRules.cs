using System.Collections.Frozen;

namespace Rockdove.Web;

/// <summary>
/// How to see that a page uses a feature of caniemail: what has to be counted in it, by the feature's slug.
/// </summary>
internal static class FeatureRules
{
    /// <summary>How often a page uses a feature; null if there is no way to see it.</summary>
    public static int? Count(FeatureLine feature, PageUse page)
    {
        if (Uses(feature) is not { } uses)
            return null;
        var isCss = feature.Category == "css" && !InPage.Contains(feature.Slug);
        return uses.Sum(use => isCss ? page.Css[use] : page[use]);
    }

    /// <summary>What has to be counted; null if nothing can be.</summary>
    private static string[]? Uses(FeatureLine feature)
    {
        if (Written.TryGetValue(feature.Slug, out var uses))
            return uses;
        var slug = feature.Slug;
        var title = feature.Title.Trim();
        if (slug.StartsWith("image-", StringComparison.Ordinal))
            return [$"image:{slug["image-".Length..]}"];
        if (slug.StartsWith("css-unit-", StringComparison.Ordinal))
            return [$"unit:{slug["css-unit-".Length..]}"];
        if (slug.StartsWith("css-pseudo-class-", StringComparison.Ordinal))
            return [$"pseudo:{slug["css-pseudo-class-".Length..]}"];
        if (slug.StartsWith("css-pseudo-element-", StringComparison.Ordinal))
            return [$"pseudo:{slug["css-pseudo-element-".Length..]}"];
        if (slug.StartsWith("css-selector-", StringComparison.Ordinal))
            return [$"selector:{slug["css-selector-".Length..]}"];
        if (slug.StartsWith("css-at-", StringComparison.Ordinal))
            return [$"at:{slug["css-at-".Length..]}"];
        if (slug.StartsWith("css-", StringComparison.Ordinal))
        {
            var property = title.Split(' ')[0];
            return property.EndsWith("()", StringComparison.Ordinal) ? [$"function:{property[..^2]}"]
                : property.All(c => char.IsAsciiLetterLower(c) || c == '-') ? [$"property:{property}"]
                : null;
        }

        if (!slug.StartsWith("html-", StringComparison.Ordinal))
            return null;
        if (title.StartsWith('<') && title.IndexOf('>', StringComparison.Ordinal) is var end and > 1
            && title[1..end].All(char.IsAsciiLetterOrDigit))
            return [$"element:{title[1..end]}"];
        return title.EndsWith(" attribute", StringComparison.Ordinal) ? [$"attribute:{title.Split(' ')[0]}"] : null;
    }

    private static string[] Properties(params string[] names) => [.. names.Select(name => $"property:{name}")];

    private static string[] Elements(params string[] names) => [.. names.Select(name => $"element:{name}")];

    /// <summary>Of the category css, and seen in the page.</summary>
    private static readonly FrozenSet<string> InPage = FrozenSet.Create("css-inert-attribute");

    private static readonly FrozenDictionary<string, string[]> Written = new Dictionary<string, string[]>
    {
        ["css-animation"] = Properties(
            "animation", "animation-name", "animation-duration", "animation-delay", "animation-direction",
            "animation-fill-mode", "animation-iteration-count", "animation-timing-function"),
        ["css-at-media-device-pixel-ratio"] = ["media:device-pixel-ratio"],
        ["css-at-media-hover"] = ["media:hover", "media:any-hover"],
        ["css-at-media-orientation"] = ["media:orientation"],
        ["css-at-media-prefers-color-scheme"] = ["media:prefers-color-scheme"],
        ["css-at-media-prefers-reduced-motion"] = ["media:prefers-reduced-motion"],
        ["css-block-inline-size"] = Properties("block-size", "inline-size"),
        ["css-border"] = Properties(
            "border", "border-top", "border-right", "border-bottom", "border-left", "border-width", "border-style",
            "border-color"),
        ["css-border-inline-block"] = Properties("border-inline", "border-block"),
        ["css-border-inline-block-individual"] = Properties(
            "border-inline-color", "border-block-color", "border-inline-style", "border-block-style",
            "border-inline-width", "border-block-width"),
        ["css-border-inline-block-longhand"] = Properties(
            "border-inline-start", "border-inline-end", "border-block-start", "border-block-end",
            "border-inline-start-color", "border-inline-end-color", "border-block-start-color",
            "border-block-end-color", "border-inline-start-style", "border-inline-end-style",
            "border-block-start-style", "border-block-end-style", "border-inline-start-width",
            "border-inline-end-width", "border-block-start-width", "border-block-end-width"),
        ["css-border-radius"] = Properties(
            "border-radius", "border-top-left-radius", "border-top-right-radius", "border-bottom-left-radius",
            "border-bottom-right-radius"),
        ["css-border-radius-logical"] = Properties(
            "border-start-start-radius", "border-start-end-radius", "border-end-start-radius",
            "border-end-end-radius"),
        ["css-column-layout-properties"] = Properties(
            "columns", "column-fill", "column-rule", "column-rule-color", "column-rule-style", "column-rule-width",
            "column-span", "column-width"),
        ["css-comments"] = ["comment"],
        ["css-display-flex"] = ["value:display=flex", "value:display=inline-flex"],
        ["css-display-grid"] = ["value:display=grid", "value:display=inline-grid"],
        ["css-display-none"] = ["value:display=none"],
        ["css-flex-direction"] = Properties("flex-direction"),
        ["css-flex-wrap"] = Properties("flex-wrap"),
        ["css-gap"] = Properties("gap", "column-gap", "row-gap"),
        ["css-grid-template"] = Properties(
            "grid-template", "grid-template-areas", "grid-template-columns", "grid-template-rows"),
        ["css-important"] = ["important"],
        ["css-inert-attribute"] = ["attribute:inert"],
        ["css-inset"] = Properties(
            "inset", "inset-block", "inset-inline", "inset-block-start", "inset-block-end", "inset-inline-start",
            "inset-inline-end"),
        ["css-intrinsic-size"] = ["word:fit-content", "word:min-content", "word:max-content"],
        ["css-left-right-top-bottom"] = Properties("left", "right", "top", "bottom"),
        ["css-margin"] = Properties("margin", "margin-left", "margin-right", "margin-top", "margin-bottom"),
        ["css-margin-block-start-end"] = Properties("margin-block-start", "margin-block-end"),
        ["css-margin-inline-block"] = Properties("margin-inline", "margin-block"),
        ["css-margin-inline-start-end"] = Properties("margin-inline-start", "margin-inline-end"),
        ["css-modern-color"] = ["function:lch", "function:oklch", "function:lab", "function:oklab"],
        ["css-nesting"] = ["nesting"],
        ["css-overflow"] = Properties("overflow", "overflow-x", "overflow-y", "overflow-block", "overflow-inline"),
        ["css-padding"] = Properties("padding", "padding-left", "padding-right", "padding-top", "padding-bottom"),
        ["css-padding-block-start-end"] = Properties("padding-block-start", "padding-block-end"),
        ["css-padding-inline-block"] = Properties("padding-inline", "padding-block"),
        ["css-padding-inline-start-end"] = Properties("padding-inline-start", "padding-inline-end"),
        ["css-scroll-snap"] = Properties("scroll-snap-type", "scroll-snap-align", "scroll-snap-stop"),
        ["css-sytem-ui"] =
            ["word:system-ui", "word:ui-serif", "word:ui-sans-serif", "word:ui-rounded", "word:ui-monospace"],
        ["css-transition"] = Properties(
            "transition", "transition-property", "transition-duration", "transition-delay",
            "transition-timing-function"),
        ["css-unit-calc"] = ["function:calc"],
        ["css-unit-initial"] = ["word:initial"],
        ["css-variables"] = ["function:var"],
        ["html-address"] = Elements("address"),
        ["html-anchor-links"] = ["link:anchor"],
        ["html-button-reset"] = ["type:button=reset"],
        ["html-button-submit"] = ["type:button=submit"],
        ["html-comments"] = ["comment"],
        ["html-doctype"] = ["doctype"],
        ["html-h1-h6"] = Elements("h1", "h2", "h3", "h4", "h5", "h6"),
        ["html-image-maps"] = Elements("map"),
        ["html-input-checkbox"] = ["type:input=checkbox"],
        ["html-input-hidden"] = ["type:input=hidden"],
        ["html-input-radio"] = ["type:input=radio"],
        ["html-input-reset"] = ["type:input=reset"],
        ["html-input-submit"] = ["type:input=submit"],
        ["html-input-text"] = ["type:input=text"],
        ["html-lists"] = Elements("ul", "ol", "dl"),
        ["html-mailto-links"] = ["link:mailto"],
        ["html-meta-color-scheme"] = ["type:meta=color-scheme"],
        ["html-object"] = Elements("object", "embed"),
        ["html-semantics"] = Elements(
            "article", "aside", "details", "figcaption", "figure", "footer", "header", "main", "mark", "nav",
            "section", "summary", "time"),
        ["html-srcset"] = ["attribute:srcset", "attribute:sizes"],
        ["html-svg"] = Elements("svg"),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
