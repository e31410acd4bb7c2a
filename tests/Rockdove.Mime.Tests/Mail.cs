using System.Text;

namespace Rockdove.Mime.Tests;

/// <summary>Messages written with LF in the tests and read with CRLF, as mail has it.</summary>
internal static class Mail
{
    public static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static MimeMessage Read(string text, MimeLimits? limits = null) => MimeMessage.Read(Octets(text), limits);

    /// <summary>Octets of a range, with LF again.</summary>
    public static string At(this MimeMessage message, MimeRange range) =>
        Encoding.UTF8.GetString(message.Source.Span[range.Start..range.End]).ReplaceLineEndings("\n");

    public static string Body(this MimePart part) =>
        Encoding.UTF8.GetString(part.DecodeBody().Span).ReplaceLineEndings("\n");

    public static string Ids(IEnumerable<MimePart> parts) => string.Join(' ', parts.Select(part => part.Id));

    public static MimeDefectKind[] Kinds(this IEnumerable<MimeDefect> defects) =>
        [.. defects.Select(defect => defect.Kind)];
}
