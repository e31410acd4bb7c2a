namespace Rockdove.Imap;

/// <summary>What a server may let pass although the RFC does not. Each is off until a client needs it.</summary>
[Flags]
public enum ImapLeniencies
{
    None = 0,

    /// <summary>A command may end in LF alone. The octets of literals are counted all the same.</summary>
    BareLineFeed = 1,

    /// <summary>Spaces at the end of a command are taken off.</summary>
    TrailingSpace = 2,
}
