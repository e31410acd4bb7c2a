using Rockdove.Dns;

namespace Rockdove.Web;

/// <summary>The TXT records of a name, or why nobody knows.</summary>
internal delegate Task<(IReadOnlyList<string> Records, string? Problem)> TextRecords(
    string name, CancellationToken cancellationToken);

/// <summary>Asks a DNS server for them.</summary>
internal static class AskedTextRecords
{
    public static TextRecords Of(DnsResolver resolver) => async (name, stop) =>
    {
        if (!DnsName.TryParse(name, out var parsed))
            return ([], $"'{name}' is no name.");
        var answer = await resolver.QueryAsync(parsed, DnsType.Txt, stop);
        return answer.IsFailure
            ? ([], answer.Explanation ?? "The server did not say.")
            : ([.. answer.Of<TxtRecord>().Select(record => record.Text)], null);
    };
}
