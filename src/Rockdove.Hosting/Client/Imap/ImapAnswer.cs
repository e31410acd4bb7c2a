using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>What a server said to one command.</summary>
/// <param name="Result">How it ended; null when the connection failed first.</param>
/// <param name="Responses">What came untagged, asked for or not, in order.</param>
public sealed record ImapAnswer(ImapResult? Result, IReadOnlyList<ImapResponse> Responses)
{
    /// <summary>The command was carried out.</summary>
    public bool IsOk => Result is { IsOk: true };

    /// <summary>The FETCH responses among them, with the content that was gathered.</summary>
    public IReadOnlyList<ImapFetched> Fetched { get; init; } = [];

    /// <summary>The last EXISTS among them; null for none.</summary>
    public uint? Exists => Responses.OfType<ImapExistsResponse>().LastOrDefault()?.Messages;

    /// <summary>
    /// The number in a code of an untagged response, such as UIDVALIDITY, or of the result; null for none.
    /// </summary>
    public ulong? Number(string code)
    {
        foreach (var response in Responses)
        {
            if (response is ImapStatusResponse { Result: { } result } && result.TryReadNumber(code, out var number))
                return number;
        }

        return Result is { } last && last.TryReadNumber(code, out var lastNumber) ? lastNumber : null;
    }
}

/// <summary>One FETCH response.</summary>
/// <param name="Response">What was said.</param>
/// <param name="Contents">The literals in it that are content, by their items.</param>
public sealed record ImapFetched(
    ImapFetchResponse Response, IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Contents)
{
    /// <summary>
    /// The octets of an item, whether they came as a literal or in quotes; null when there are none. The name is
    /// compared without case, and only as far as it is given: servers write sections in their own way.
    /// </summary>
    public ReadOnlyMemory<byte>? Octets(string item)
    {
        foreach (var (name, octets) in Contents)
        {
            if (name.StartsWith(item, StringComparison.OrdinalIgnoreCase))
                return octets;
        }

        foreach (var (name, value) in Response.Items)
        {
            var isEmpty = value is { Kind: ImapValueKind.Content, Length: 0 };
            if ((isEmpty || value.Kind == ImapValueKind.String)
                && name.StartsWith(item, StringComparison.OrdinalIgnoreCase))
                return value.Octets;
        }

        return null;
    }
}
