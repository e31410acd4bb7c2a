using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// The first words of a message (RFC 8970). The stored structure says where its text begins, and no more than the
/// beginning of that is read.
/// </summary>
internal static class PreviewReader
{
    /// <summary>At most so many characters; empty when there is nothing to show.</summary>
    public static async ValueTask<string> ReadAsync(
        FetchedMessage message, int characters, CancellationToken cancellationToken)
    {
        if (Find(message.Root, "plain") is { } plain
            && await ReadAsync(message, plain, characters, cancellationToken) is { Length: > 0 } text)
            return text;
        return Find(message.Root, "html") is { } html
            ? await ReadAsync(message, html, characters, cancellationToken)
            : "";
    }

    private static async ValueTask<string> ReadAsync(
        FetchedMessage message, PartStructure part, int characters, CancellationToken cancellationToken)
    {
        if (part.HeaderRange.Length > HeaderBytes)
            return "";

        // With its own header in front the beginning of a part is a message by itself, of the same type and encoding.
        var length = part.HeaderRange.Length + Math.Min(part.BodyRange.Length, TextBytes);
        var octets = await message.ReadAsync(new ByteRange(part.HeaderRange.Start, length), cancellationToken);
        return MimeMessage.Read(octets).Snippet(characters);
    }

    /// <summary>
    /// The first text of that kind that is to be read; what is attached is not, nor is what was forwarded.
    /// </summary>
    private static PartStructure? Find(PartStructure part, string subtype)
    {
        if (part.IsMultipart)
        {
            foreach (var child in part.Children)
            {
                if (Find(child, subtype) is { } found)
                    return found;
            }

            return null;
        }

        return part.ContentType is { Type: "text" } type && type.Subtype == subtype
            && part.Disposition is null or { Kind: "inline" }
                ? part
                : null;
    }

    /// <summary>Most headers are shorter; what has more is no letter.</summary>
    private const int HeaderBytes = 64 * 1024;

    /// <summary>Holds the first words, also behind most style sheets.</summary>
    private const int TextBytes = 32 * 1024;
}
