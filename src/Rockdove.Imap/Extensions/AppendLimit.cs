using System.Globalization;

namespace Rockdove.Imap;

/// <summary>APPENDLIMIT (RFC 7889): how big a message may be, <see cref="ImapLimits.MessageBytes"/>.</summary>
public sealed class AppendLimit() : ImapExtension("APPENDLIMIT")
{
    public override string? Advertise(ImapSession session, ImapProtocol protocol) =>
        session.Phase == ImapPhase.NotAuthenticated
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{Capability}={protocol.Limits.MessageBytes}");
}
