using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Finds what a store keeps of a message beside its octets, while they pass by. Nothing is refused: what is not as it
/// should be is found less well. For one message, from one thread.
/// </summary>
public sealed class DetailsScanner
{
    private readonly MessageScanner _scanner = new();
    private MessageDetails? _details;

    /// <summary>The next octets of the message. They are not kept.</summary>
    /// <exception cref="InvalidOperationException">The message was completed.</exception>
    public void Write(ReadOnlySpan<byte> octets) => _scanner.Write(octets);

    /// <summary>
    /// The message is whole. More calls give the same. A structure that is larger than
    /// <see cref="MessageDetails.MaximumStructureBytes"/> is left out.
    /// </summary>
    public MessageDetails Complete() => _details ??= Read();

    private MessageDetails Read()
    {
        var structure = _scanner.Complete().ToArray();
        return new()
        {
            Structure = structure.Length <= MessageDetails.MaximumStructureBytes ? structure : default,
            MessageIdField = Ids("Message-ID") is [var id, ..] ? id : null,
            // RFC 5256 section 3: In-Reply-To is asked where there are no References, and only its first id.
            References = Ids("References") is { Count: > 0 } references ? references : [.. Ids("In-Reply-To").Take(1)],
        };
    }

    private IReadOnlyList<string> Ids(string field) =>
        _scanner.Headers.Find(field) is { } found ? MessageIds.Read(found.Unfolded) : [];
}
