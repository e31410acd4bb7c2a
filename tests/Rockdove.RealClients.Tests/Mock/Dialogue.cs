using Rockdove.Mock;
using Rockdove.Wire;

namespace Rockdove.RealClients.Tests;

/// <summary>What a client said in a session, short enough to be compared by eye.</summary>
internal static class Dialogue
{
    /// <summary>
    /// The verbs, MAIL with its parameters; a message as its final dot, or <c>…</c> where that did not come; a line of
    /// AUTH after the first as <c>+</c>.
    /// </summary>
    public static string Heard(MockSession session)
    {
        var heard = new List<string>();
        var (isContent, isExchange) = (false, false);
        foreach (var line in session.Transcript.Lines)
        {
            if (line.Kind == TranscriptLineKind.Server)
            {
                isExchange = line.Text.StartsWith("334", StringComparison.Ordinal);
                isContent = line.Text.StartsWith("354", StringComparison.Ordinal);
                if (isContent)
                    heard.Add("…");
            }
            else if (line.Kind == TranscriptLineKind.Client && isContent)
            {
                isContent = line.Text != ".";
                if (!isContent)
                    heard[^1] = ".";
            }
            else if (line.Kind == TranscriptLineKind.Client)
            {
                heard.Add(isExchange ? "+" : Short(line.Text));
            }
        }

        return string.Join(' ', heard);
    }

    private static string Short(string line)
    {
        var verb = line.Split(' ')[0].ToUpperInvariant();
        var parameters = line[(line.IndexOf('>') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => parameter.Split('=')[0].ToUpperInvariant());
        return verb == "MAIL" ? $"MAIL({string.Join(',', parameters)})" : verb;
    }
}
