using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>The list of messages, the newest first.</summary>
internal sealed class ListView(
    CaughtPage page, IReadOnlyList<MessageSummaryShape> messages, long start, string? selected)
{
    /// <summary>How many there are, in words.</summary>
    public string Count => page.Total switch
    {
        0 => "no mail",
        1 => $"1 message, {page.Unread} unread",
        _ => $"{page.Total} messages, {page.Unread} unread",
    };

    public Markup Items
    {
        get
        {
            var list = new Markup();
            if (page.Total == 0)
                return list.Add($"""<p class="empty">Nothing here.</p>""");
            if (messages.Count == 0)
                return list.Add($"""<p class="turns">Nothing this far back. <a href="/">See the newest.</a></p>""");
            list.Add($"<ol>");
            foreach (var message in messages)
                AddItem(list, message);
            list.Add($"</ol>");
            return AddTurns(list);
        }
    }

    /// <summary>Asks once more before it deletes.</summary>
    public Markup DeleteAll => page.Total == 0 ? new Markup() : new Markup().Add($"""
        <details class="ask">
        <summary>Delete all</summary>
        <form method="post" action="/delete"><button class="danger">Delete {page.Total} for ever</button></form>
        </details>
        """);

    private void AddItem(Markup list, MessageSummaryShape message)
    {
        var isSelected = message.ID == selected;
        var classes = $"item{(message.Read ? "" : " unread")}{(isSelected ? " selected" : "")}";
        list.Add($"""
            <li><a class="{classes}" href="/message/{message.ID}" data-id="{message.ID}"
            """);
        if (isSelected)
            list.Add($""" aria-current="true" """);
        list.Add($"""
            >
            {Spoken(message)}
            <span class="line"><bdi class="who">{Sender(message)}</bdi>{Times.Of(message.Created)}</span>
            <bdi class="subject">{Subject(message.Subject)}</bdi>
            <span class="line"><bdi class="snippet">{message.Snippet}</bdi>
            """);
        if (message.Attachments > 0)
            list.Add($"""<span class="badge" title="{Files(message.Attachments)}">{message.Attachments}</span>""");
        list.Add($"</span></a></li>");
    }

    private Markup AddTurns(Markup list)
    {
        var hasNewer = start > 0;
        var hasOlder = start + messages.Count < page.Total;
        if (!hasNewer && !hasOlder)
            return list;
        list.Add($"""<p class="turns">""");
        if (hasNewer)
            list.Add($"""<a href="/?start={Math.Max(start - PageSize, 0)}" rel="prev">Newer</a>""");
        if (hasOlder)
            list.Add($"""<a href="/?start={start + PageSize}" rel="next">Older</a>""");
        return list.Add($"</p>");
    }

    public static string Subject(string subject) => subject.Length == 0 ? "(no subject)" : subject;

    private static string Sender(MessageSummaryShape message) => message.From switch
    {
        { Name.Length: > 0 } named => named.Name,
        { Address.Length: > 0 } plain => plain.Address,
        _ => "(nobody)",
    };

    private static string Files(int count) => count == 1 ? "1 attachment" : $"{count} attachments";

    private static Markup Spoken(MessageSummaryShape message) =>
        message.Read ? new Markup() : new Markup().Add($"""<span class="spoken">Unread:</span>""");

    /// <summary>Messages on a page.</summary>
    public const int PageSize = 50;
}
