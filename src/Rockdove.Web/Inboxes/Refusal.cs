namespace Rockdove.Web;

/// <summary>A request is answered with a problem (RFC 9457) instead of what it asked for.</summary>
internal sealed class RefusalException(int status, string title, string detail) : Exception(detail)
{
    /// <summary>The answer.</summary>
    public MailProblemShape Problem { get; init; } = new() { Status = status, Title = title, Detail = detail };

    /// <summary>400: the request makes no sense, and nothing was done.</summary>
    public static RefusalException BadRequest(string detail) => new(400, "The request makes no sense", detail);

    public static RefusalException NoInbox(string name) =>
        new(404, "No such inbox", $"There is no inbox '{name}', or not any more: it was deleted, or nobody used it.");

    public static RefusalException NoMessage(string name) =>
        new(404, "No such message", $"There is no message '{name}' here, or not any more.");

    /// <summary>410: the inbox was there when the request began.</summary>
    public static RefusalException InboxGone() =>
        new(410, "The inbox is gone", "The inbox was deleted while the request was under way.");

    public static RefusalException Stopping() =>
        new(503, "The catcher stops", "The catcher is being stopped, and waits for nothing more.");
}
