using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting;

/// <summary>What POP3 hosting logs beside <see cref="SessionLog"/>.</summary>
internal static partial class Pop3Log
{
    [LoggerMessage(13, LogLevel.Error, "{Connection}: a message or maildrop that was open could not be let go")]
    public static partial void DropFailed(ILogger log, Exception error, string connection);
}
