using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting;

/// <summary>What IMAP hosting logs beside <see cref="SessionLog"/>.</summary>
internal static partial class ImapLog
{
    [LoggerMessage(14, LogLevel.Error, "{Connection}: what was open could not be let go")]
    public static partial void DropFailed(ILogger log, Exception error, string connection);
}
