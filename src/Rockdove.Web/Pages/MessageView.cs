using System.Text;
using Rockdove.Catcher;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>One message: who, what and when, and one of its sides.</summary>
internal sealed class MessageView(CaughtMessage caught, MimeMessage mime, MessageSummaryShape summary, string? asked)
{
    /// <summary>The side that is shown: the one asked for, else the richest there is.</summary>
    private string Side => asked is not null && Sides.Contains(asked) ? asked
        : mime.HtmlBody is not null ? "html"
        : "text";

    public string Title => $"{ListView.Subject(summary.Subject)} - Rockdove";

    public Markup Content
    {
        get
        {
            var view = new Markup();
            view.Add($"""
                <article>
                <div class="tools"><a class="back" href="/">All mail</a><span class="space"></span>
                <a href="/api/v1/message/{summary.ID}/raw?dl=1" download>Download</a>
                <form method="post" action="/message/{summary.ID}/delete"><button>Delete</button></form></div>
                <h1><bdi>{ListView.Subject(summary.Subject)}</bdi></h1>
                <dl class="fields">
                """);
            AddPeople(view, "From", summary.From is { Address: "", Name: "" } ? [] : [summary.From]);
            AddPeople(view, "To", summary.To);
            AddPeople(view, "Cc", summary.Cc);
            AddPeople(view, "Bcc", summary.Bcc);
            view.Add($"<dt>Received</dt><dd>{Times.Of(caught.ReceivedAt)}, {Times.Size(caught.Bytes)}</dd></dl>");
            AddFiles(view);
            AddTabs(view);
            view.Add($"""<section class="side {Side}">{SideContent()}</section></article>""");
            return view;
        }
    }

    private static void AddPeople(Markup view, string label, IReadOnlyList<AddressShape> people)
    {
        if (people.Count == 0)
            return;
        view.Add($"<dt>{label}</dt><dd>");
        foreach (var person in people)
        {
            view.Add($"""<span class="person">""");
            if (person.Name.Length > 0)
                view.Add($"""<bdi class="name">{person.Name}</bdi> """);
            view.Add($"""<bdi class="address">{person.Address}</bdi></span> """);
        }

        view.Add($"</dd>");
    }

    private void AddFiles(Markup view)
    {
        var files = mime.Attachments.Concat(mime.Inlines).ToList();
        if (files.Count == 0)
            return;
        view.Add($"""<ul class="files" aria-label="Attachments">""");
        foreach (var file in files)
        {
            var name = PartContent.FileName(file) is { Length: > 0 } given ? given : file.ContentType.MediaType;
            view.Add($"""
                <li><a href="/api/v1/message/{summary.ID}/part/{file.Id}" target="_blank" rel="noopener">
                <bdi>{name}</bdi> <small>{Times.Size(file.DecodeBody().Length)}</small></a></li>
                """);
        }

        view.Add($"</ul>");
    }

    private void AddTabs(Markup view)
    {
        view.Add($"""<nav class="tabs" aria-label="Sides of the message">""");
        foreach (var side in Sides)
        {
            if (side == "html" && mime.HtmlBody is null)
                continue;
            view.Add($"""<a href="/message/{summary.ID}?show={side}" """);
            if (side == Side)
                view.Add($"""aria-current="page" """);
            view.Add($">{Label(side)}</a>");
        }

        view.Add($"</nav>");
    }

    private Markup SideContent() => Side switch
    {
        "html" => Html(),
        "headers" => Headers(),
        "raw" => Source(),
        "envelope" => Envelope(),
        _ => Text(),
    };

    /// <summary>Someone else's page, in a frame where nothing runs and nothing is fetched.</summary>
    private Markup Html() => new Markup().Add($"""
        <iframe src="/view/{summary.ID}.html" title="The message as HTML"
        sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>
        <p class="note">Pictures from other servers are not loaded, and scripts do not run.</p>
        """);

    private Markup Text() => mime.Text is { Length: > 0 } text
        ? new Markup().Add($"""<pre dir="auto">{Start(text)}</pre>{Rest(text.Length)}""")
        : new Markup().Add($"""<p class="empty">This message has no text.</p>""");

    private Markup Headers()
    {
        var view = new Markup();
        view.Add($"""<table class="headers"><tbody>""");
        foreach (var field in mime.Headers)
            view.Add($"""<tr><th scope="row">{field.Name}</th><td><bdi>{field.Decoded}</bdi></td></tr>""");
        return view.Add($"</tbody></table>");
    }

    private Markup Source()
    {
        var shown = mime.Source.Length > ShownCharacters ? mime.Source[..ShownCharacters] : mime.Source;
        return new Markup().Add($"<pre>{Encoding.UTF8.GetString(shown.Span)}</pre>{Rest(mime.Source.Length)}");
    }

    private Markup Envelope()
    {
        var envelope = caught.Envelope;
        var view = new Markup();
        view.Add($"""<table class="headers"><tbody>""");
        Row("MAIL FROM", $"<{envelope.ReversePath}>");
        foreach (var path in envelope.ForwardPaths)
            Row("RCPT TO", $"<{path}>");
        Row("HELO", envelope.Helo ?? "none");
        Row("Client", envelope.ClientAddress ?? "unknown");
        Row("TLS", envelope.Tls ?? "none");
        Row("Identity", envelope.Identity ?? "none");
        return view.Add($"</tbody></table>");

        void Row(string name, string value) =>
            view.Add($"""<tr><th scope="row">{name}</th><td><bdi>{value}</bdi></td></tr>""");
    }

    private Markup Rest(int length) => length <= ShownCharacters ? new Markup() : new Markup().Add($"""
        <p class="note">This is the start. <a href="/api/v1/message/{summary.ID}/raw">See all of the message.</a></p>
        """);

    private static string Start(string text) => text.Length <= ShownCharacters ? text : text[..ShownCharacters];

    private static string Label(string side) => side switch
    {
        "html" => "HTML",
        _ => char.ToUpperInvariant(side[0]) + side[1..],
    };

    private static readonly string[] Sides = ["html", "text", "headers", "raw", "envelope"];

    /// <summary>More than anybody reads on a page, and less than slows a browser down.</summary>
    private const int ShownCharacters = 512 * 1024;
}
