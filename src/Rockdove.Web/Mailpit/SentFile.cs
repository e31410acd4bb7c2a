using System.Text.Unicode;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>A file that somebody asks to be attached.</summary>
internal static class SentFile
{
    /// <exception cref="ArgumentException">It is not in base64.</exception>
    public static DraftAttachment Read(SendFileShape? file)
    {
        var name = file?.Filename ?? "";
        byte[] content;
        try
        {
            // Browsers read a file as a data URI: what stands before the comma is its type.
            content = Convert.FromBase64String(file?.Content?[(file.Content.LastIndexOf(',') + 1)..] ?? "");
        }
        catch (FormatException)
        {
            throw new ArgumentException($"the attachment \"{name}\" is not in base64");
        }

        // Parameters of a type are of its octets' making, which is ours.
        var type = file?.ContentType?.Split(';')[0].Trim() is { Length: > 0 } given ? given : TypeOf(content);
        return new DraftAttachment(name, type, content)
        {
            ContentId = file?.ContentID?.Trim('<', '>') is { Length: > 0 } id ? id : null,
        };
    }

    /// <summary>What a file most likely is, by how it begins.</summary>
    private static string TypeOf(ReadOnlySpan<byte> content) => content switch
    {
        _ when content.StartsWith(Png) => "image/png",
        _ when content.StartsWith(Jpeg) => "image/jpeg",
        _ when content.StartsWith("GIF8"u8) => "image/gif",
        _ when content.StartsWith("%PDF-"u8) => "application/pdf",
        _ when content.StartsWith(Zip) => "application/zip",
        _ when content.StartsWith(Gzip) => "application/gzip",
        _ when IsText(content) => "text/plain",
        _ => "application/octet-stream",
    };

    /// <summary>UTF-8 without controls.</summary>
    private static bool IsText(ReadOnlySpan<byte> content) =>
        Utf8.IsValid(content) && !content.ContainsAnyInRange((byte)0, (byte)8);

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    private static ReadOnlySpan<byte> Jpeg => [0xff, 0xd8, 0xff];

    private static ReadOnlySpan<byte> Zip => [(byte)'P', (byte)'K', 3, 4];

    private static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b];
}
