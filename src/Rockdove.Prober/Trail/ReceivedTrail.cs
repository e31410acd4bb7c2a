using Rockdove.Mime;

namespace Rockdove.Prober;

/// <summary>
/// The way of one mail as its Received fields tell it, in the order of their places, whatever they date.
/// </summary>
internal sealed class ReceivedTrail
{
    private ReceivedTrail(IReadOnlyList<ReceivedField> hops, HeaderList header)
    {
        Hops = hops;
        Header = header;
    }

    /// <summary>First hop first: the lowest field (RFC 5321 section 4.4 has each server put its own on top).</summary>
    public IReadOnlyList<ReceivedField> Hops { get; }

    public HeaderList Header { get; }

    /// <summary>
    /// The date of the topmost field, which is what maping measures by; null when it has none that can be read.
    /// </summary>
    public DateTimeOffset? TopDate => Hops.Count == 0 ? null : Hops[^1].Date;

    /// <summary>Reads a header block.</summary>
    public static ReceivedTrail Read(ReadOnlyMemory<byte> header)
    {
        var fields = MimeMessage.Read(header).Headers;
        var hops = fields.All("Received").Take(MostHops).Select(field => ReceivedField.Read(field.Unfolded)).ToList();
        hops.Reverse();
        return new ReceivedTrail(hops, fields);
    }

    /// <summary>
    /// What the receiving side found out about authentication: the topmost Authentication-Results. Those below it may
    /// have come with the mail and are anybody's (RFC 8601 section 5).
    /// </summary>
    public IReadOnlyList<ProbeVerdict> Verdicts()
    {
        if (Header.Find("Authentication-Results") is not { } field
            || AuthenticationResults.Read(field.Unfolded) is not { } results)
            return [];
        return [.. results.Results.Select(result => new ProbeVerdict(
            result.Method,
            result.Result,
            results.ServerId,
            result.Properties.Count == 0
                ? null
                : string.Join(' ', result.Properties.Select(one => $"{one.Kind}.{one.Name}={one.Value}"))))];
    }

    /// <summary>A server takes a mail with a hundred for a loop (RFC 5321 section 6.3), so more are no hops.</summary>
    internal const int MostHops = 100;
}
