using System.Text;

namespace Rockdove.Pop3;

/// <summary>
/// One command. It is shared by all sessions, so it keeps nothing; what it can do, it does on the engine.
/// </summary>
/// <param name="name">The keyword, upper case.</param>
/// <param name="allowedIn">The phases it may be said in; in others the answer is <c>-ERR</c>.</param>
public abstract class Pop3Verb(string name, Pop3Phase allowedIn)
{
    private readonly byte[] _name = Encoding.ASCII.GetBytes(name);

    public string Name { get; } = name;

    public Pop3Phase AllowedIn { get; } = allowedIn;

    /// <summary>True for the few that are allowed where TLS is required and has not begun.</summary>
    public virtual bool IsAllowedBeforeTls => false;

    /// <summary>True for PASS: the rest of the line is one argument, spaces and all.</summary>
    public virtual bool TakesWholeLine => false;

    /// <summary>Acts. Whatever it does not understand, it answers.</summary>
    /// <param name="engine">Reply, ask, list, start TLS, or close.</param>
    /// <param name="argument">The line after the keyword and one space.</param>
    public abstract void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument);

    internal bool Is(ReadOnlySpan<byte> word) => word.Length == _name.Length && Ascii.EqualsIgnoreCase(word, _name);
}
