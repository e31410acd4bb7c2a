using Rockdove.Storage;

namespace Rockdove.Cli;

/// <summary>A message of another catcher.</summary>
/// <param name="Name">What it is called there, for problems.</param>
/// <param name="Content">Its octets.</param>
/// <param name="Envelope">Who sent it to whom, and when it came.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="IsRead">Somebody has looked at it.</param>
internal sealed record ImportedMail(
    string Name,
    ReadOnlyMemory<byte> Content,
    DeliveryEnvelope Envelope,
    IReadOnlyList<string> Tags,
    bool IsRead);
