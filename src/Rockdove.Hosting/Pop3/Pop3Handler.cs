using Rockdove.Pop3;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// Answers the questions of POP3 sessions. Override what you have an opinion on: null leaves the default, which lets
/// nobody log in. One handler serves all connections at once; what belongs to one is its <see cref="OpenMaildrop"/>.
/// </summary>
public abstract class Pop3Handler
{
    /// <summary>Somebody connected.</summary>
    public virtual ValueTask<Pop3Reply?> ConnectAsync(Pop3Context context, Pop3ConnectQuestion question) => default;

    /// <summary>Finds what APOP, CRAM-MD5 and SCRAM compare with; null when there is no such account.</summary>
    public virtual ValueTask<StoredSecret?> FindSecretAsync(Pop3Context context, Pop3SecretQuestion question) =>
        default;

    /// <summary>
    /// <c>+OK</c> lets them in. <see cref="CredentialKind.Proved"/> needs no check of the secret any more. An account
    /// that does not exist must take as long as a wrong password.
    /// </summary>
    public virtual ValueTask<Pop3Reply?> LogInAsync(Pop3Context context, LoginQuestion question) => default;

    /// <summary>Somebody has logged in: opens what they get, or says why not.</summary>
    public abstract ValueTask<Admission> OpenAsync(Pop3Context context, MaildropQuestion question);

    /// <summary>Any other question, as an extension of your own may ask it.</summary>
    public virtual ValueTask<Pop3Reply?> AnswerAsync(Pop3Context context) => default;
}
