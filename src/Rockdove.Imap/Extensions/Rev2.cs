namespace Rockdove.Imap;

/// <summary>IMAP4rev2 (RFC 9051), beside IMAP4rev1 until a client enables it (appendix A).</summary>
public sealed class Rev2() : ImapExtension("IMAP4rev2")
{
    public override bool IsToldBeforeLogin => true;

    public override bool CanBeEnabled => true;

    public override void Enable(ImapServerEngine engine) => engine.EnableRev2();

    /// <summary>RFC 9051 appendix E: what was an extension of IMAP4rev1 and is part of IMAP4rev2.</summary>
    public override string? WhatIsMissing(ImapProtocol protocol)
    {
        (bool IsThere, string Name)[] parts =
        [
            (protocol.Has<LiteralMinus>() || protocol.Has<LiteralPlus>(), "LITERAL-"),
            (protocol.Has<SaslIr>(), "SASL-IR"),
            (protocol.Has<Enable>(), "ENABLE"),
            (protocol.Has<Idle>(), "IDLE"),
            (protocol.Has<Namespace>(), "NAMESPACE"),
            (protocol.Has<Unselect>(), "UNSELECT"),
            (protocol.Has<UidPlus>(), "UIDPLUS"),
            (protocol.Has<Move>(), "MOVE"),
            (protocol.Has<Children>(), "CHILDREN"),
            (protocol.Has<Esearch>(), "ESEARCH"),
            (protocol.Has<SearchRes>(), "SEARCHRES"),
            (protocol.Has<ListExtended>(), "LIST-EXTENDED"),
            (protocol.Has<ListStatus>(), "LIST-STATUS"),
            (protocol.Has<SpecialUse>(), "SPECIAL-USE"),
            (protocol.Has<StatusSize>(), "STATUS=SIZE"),
            (protocol.Has<Binary>(), "BINARY"),
        ];
        var missing = parts.Where(part => !part.IsThere).Select(part => part.Name).ToArray();
        return missing.Length == 0 ? null : $"needs {string.Join(", ", missing)}";
    }
}
