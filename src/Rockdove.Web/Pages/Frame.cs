namespace Rockdove.Web;

/// <summary>What every page has around it: the head, the bar on top, the list on the left.</summary>
internal static class Frame
{
    public static string Around(string title, ListView list, Markup content, bool isMessage)
    {
        var page = new Markup();
        page.Add($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <link rel="icon" href="/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/app.css">
            <script src="/app.js" defer></script>
            </head>

            """);
        page.Add($"""
            <body class="{(isMessage ? "has-message" : "has-list")}">
            <header class="bar">
            <a class="home" href="/"><img src="/icon.svg" alt="" width="28" height="28"> Rockdove</a>
            <span id="count" role="status">{list.Count}</span>
            <span class="space"></span>
            {list.DeleteAll}
            </header>
            <div class="panes">
            <nav id="list" aria-label="Messages">{list.Items}</nav>
            <main>{content}</main>
            </div>
            </body>
            </html>

            """);
        return page.ToString();
    }
}
