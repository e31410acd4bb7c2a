using System.Text;

namespace Rockdove.Smtp;

/// <summary>A command line taken apart: the first word, and what follows it and one space.</summary>
internal readonly ref struct CommandLine
{
    /// <summary>Takes a line apart.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="protocol">Whose verbs are looked up.</param>
    public CommandLine(ReadOnlySpan<byte> line, SmtpProtocol protocol)
    {
        var space = line.IndexOf((byte)' ');
        Word = space < 0 ? line : line[..space];
        Argument = space < 0 ? default : line[(space + 1)..];
        Verb = protocol.FindVerb(Word);
    }

    /// <summary>Null when the protocol has no such verb.</summary>
    public SmtpVerb? Verb { get; }

    public ReadOnlySpan<byte> Word { get; }

    public ReadOnlySpan<byte> Argument { get; }

    /// <summary>
    /// Browsers can be made to send HTTP to a mail port with mail commands in the body; hang up at once.
    /// </summary>
    public bool IsHttp
    {
        get
        {
            foreach (var method in HttpMethods)
            {
                if (Ascii.EqualsIgnoreCase(Word, method))
                    return true;
            }

            return false;
        }
    }

    private static readonly string[] HttpMethods =
        ["GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "CONNECT", "PATCH", "TRACE", "PRI"];
}
