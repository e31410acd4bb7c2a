using System.Text;

namespace Rockdove.Smtp;

/// <summary>
/// One command. It is shared by all sessions, so it keeps nothing; it can do five things, all on the engine.
/// </summary>
/// <param name="name">The keyword, upper case.</param>
/// <param name="allowedIn">The phases it may be said in; in others the answer is 503 5.5.1.</param>
public abstract class SmtpVerb(string name, SmtpPhase allowedIn)
{
    private readonly byte[] _name = Encoding.ASCII.GetBytes(name);

    public string Name { get; } = name;

    public SmtpPhase AllowedIn { get; } = allowedIn;

    /// <summary>True for the few that RFC 3207 section 4 lets through where TLS is required.</summary>
    public virtual bool IsAllowedBeforeTls => false;

    /// <summary>True where <see cref="SmtpProtocolOptions.RequiresAuthentication"/> asks for it first.</summary>
    public virtual bool NeedsIdentity => false;

    /// <summary>Acts. Whatever it does not understand, it answers.</summary>
    /// <param name="engine">Reply, ask, receive, start TLS, or close.</param>
    /// <param name="argument">The line after the keyword and one space, trailing white space removed.</param>
    public abstract void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument);

    /// <summary>
    /// Says no in place of <see cref="Run"/>. A verb whose argument announces octets overrides this: they must be
    /// consumed. The argument is empty where the line was too long to be kept.
    /// </summary>
    public virtual void Refuse(SmtpServerEngine engine, ReadOnlySpan<byte> argument, SmtpReply reply) =>
        engine.Reply(reply);

    internal bool Is(ReadOnlySpan<byte> word) => word.Length == _name.Length && Ascii.EqualsIgnoreCase(word, _name);
}
