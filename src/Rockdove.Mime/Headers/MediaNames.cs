using System.Text;

namespace Rockdove.Mime;

/// <summary>The words of content types in lower case. Those that every message has are not made again.</summary>
internal static class MediaNames
{
    public static string Read(ReadOnlySpan<byte> token)
    {
        foreach (var name in Common)
        {
            if (name.Length == token.Length && Ascii.EqualsIgnoreCase(token, name))
                return name;
        }

        return Ascii.IsValid(token)
            ? string.Create(token.Length, token, (name, octets) => Ascii.ToLower(octets, name, out _))
            : Charsets.Guess(token).ToLowerInvariant();
    }

    private static readonly string[] Common =
    [
        "text", "plain", "html", "multipart", "alternative", "mixed", "related", "application", "image", "attachment",
        "inline", "octet-stream", "png", "jpeg", "gif", "pdf", "message", "rfc822", "report", "delivery-status",
        "signed", "calendar",
    ];
}
