using Rockdove.Mime;

namespace Rockdove.Cli;

/// <summary>
/// The fields of <c>--header</c>: some have a place of their own in a draft, the rest is taken as it is.
/// </summary>
internal sealed class DraftFields
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    public DraftFields(IEnumerable<string> headers)
    {
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':');
            if (colon <= 0 || header[..colon].Trim() is var name && name.Any(c => c is <= ' ' or > '~'))
            {
                throw new UsageException(
                    $"--header '{header.ReplaceLineEndings(" ")}': it must read 'Name: value', the name in ASCII and "
                    + "without spaces");
            }

            _fields.Add(new(header[..colon].Trim(), header[(colon + 1)..].Trim()));
        }
    }

    /// <summary>What nobody took.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Rest => _fields;

    public string? Take(string name)
    {
        var index = _fields.FindIndex(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
            return null;
        var value = _fields[index].Value;
        _fields.RemoveAt(index);
        return value;
    }

    public IReadOnlyList<MailAddress>? TakeAddresses(string name) => Take(name) is not { } value
        ? null
        : AddressList.Read(value) is { Count: > 0 } addresses
            ? addresses
            : throw new UsageException($"--header '{name}: {value}': there is no address in it");

    public DateTimeOffset? TakeDate() => Take("Date") is not { } value
        ? null
        : MailDate.TryRead(value, out var date)
            ? date
            : throw new UsageException(
                $"--header 'Date: {value}': it must read as in 'Fri, 01 Jan 2027 12:00:00 +0000'");

    public IReadOnlyList<string> TakeIds(string name) =>
        Take(name)?.Split((char[])[' ', '<', '>'], StringSplitOptions.RemoveEmptyEntries) ?? [];
}
