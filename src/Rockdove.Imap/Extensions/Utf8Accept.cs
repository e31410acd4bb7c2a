namespace Rockdove.Imap;

/// <summary>
/// UTF8=ACCEPT (RFC 6855): once enabled, names and quoted strings are UTF-8, and APPEND takes messages with UTF-8 in
/// their header. The handler must know <see cref="AppendQuestion.IsUtf8"/>.
/// </summary>
public sealed class Utf8Accept() : ImapExtension("UTF8=ACCEPT")
{
    public override bool CanBeEnabled => true;

    public override void Enable(ImapServerEngine engine) => engine.EnableUtf8();

    public override string? WhatIsMissing(ImapProtocol protocol) => protocol.Has<Enable>() ? null : "needs ENABLE";
}
