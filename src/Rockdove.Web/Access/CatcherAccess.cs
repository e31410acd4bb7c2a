namespace Rockdove.Web;

/// <summary>Who may use a catcher's API and pages. Probes of health are for everybody.</summary>
public sealed record CatcherAccess
{
    /// <summary>
    /// Those who may do everything, by basic authentication (RFC 7617). Null: see <see cref="Tokens"/>.
    /// </summary>
    public PasswordFile? Users { get; init; }

    /// <summary>
    /// Programs, each with what it may do (RFC 6750). Where there are neither users nor tokens, everybody may do
    /// everything.
    /// </summary>
    public TokenFile? Tokens { get; init; }

    /// <summary>
    /// Those who may put mail in by the API that sends, instead of <see cref="Users"/>; and nothing else. Null: the
    /// users.
    /// </summary>
    public PasswordFile? Senders { get; init; }

    /// <summary>Anybody may put mail in by the API that sends, whatever else is asked for.</summary>
    public bool AnyoneSends { get; init; }

    /// <summary>Somebody is asked who they are before they see mail.</summary>
    public bool ProtectsMail => Users is not null || Tokens is not null;
}
