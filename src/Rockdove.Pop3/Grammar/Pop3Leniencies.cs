namespace Rockdove.Pop3;

/// <summary>What the server puts up with, against the RFCs. None by default.</summary>
[Flags]
public enum Pop3Leniencies
{
    None = 0,

    /// <summary>A bare LF ends a command, as CRLF does: for people with a terminal.</summary>
    BareLineFeedCommands = 1,

    /// <summary>
    /// White space at the end of a command is no argument; RFC 1939 section 3 has one space between arguments and none
    /// after them. A password keeps its spaces all the same.
    /// </summary>
    TrailingSpace = 2,
}
