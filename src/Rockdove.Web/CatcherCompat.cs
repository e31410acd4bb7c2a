namespace Rockdove.Web;

/// <summary>
/// Whose words a catcher has for GET and DELETE of <c>/api/v1/messages</c>, which Mailpit and MailHog answer otherwise.
/// All else has a path of its own, and is there in any case.
/// </summary>
public enum CatcherCompat : byte
{
    /// <summary>A page of summaries in an object; <c>ok</c>.</summary>
    Mailpit,

    /// <summary>
    /// A bare list of whole messages; nothing. Headers are then shown with what MailHog writes into them, and a message
    /// that is not there is <c>null</c>.
    /// </summary>
    MailHog,
}
