using System.Text;

namespace Rockdove.Imap;

/// <summary>
/// One command. It is shared by all sessions, so it keeps nothing; on the engine it can reply, ask, receive content,
/// upgrade the link or close.
/// </summary>
/// <param name="name">The command's name, upper case.</param>
/// <param name="allowedIn">The states it may be given in; in others the answer is BAD.</param>
/// <param name="traits">What the rules about sequence numbers make of it.</param>
public abstract class ImapVerb(string name, ImapPhase allowedIn, ImapTraits traits = ImapTraits.None)
{
    private readonly byte[] _name = Encoding.ASCII.GetBytes(name);

    public string Name { get; } = name;

    public ImapPhase AllowedIn { get; } = allowedIn;

    public ImapTraits Traits { get; } = traits;

    /// <summary>Acts. Whatever it does not understand, it answers.</summary>
    /// <param name="engine">Reply, ask, receive, start TLS, or close.</param>
    /// <param name="arguments">
    /// What follows the name: nothing, or a space and the rest. It is good during the call alone.
    /// </param>
    public abstract void Run(ImapServerEngine engine, ref ImapReader arguments);

    /// <summary>Why it cannot be given now, whatever its arguments; asked before a literal is invited.</summary>
    public virtual ImapReply? WhyNot(ImapServerEngine engine) => null;

    /// <summary>
    /// True when the literal that was announced next is content, to be handed out as it comes, and no argument.
    /// </summary>
    /// <param name="arguments">What came before the announcement.</param>
    public virtual bool TakesContentAfter(ReadOnlySpan<byte> arguments) => false;

    internal bool Is(ReadOnlySpan<byte> word) => word.Length == _name.Length && Ascii.EqualsIgnoreCase(word, _name);
}
