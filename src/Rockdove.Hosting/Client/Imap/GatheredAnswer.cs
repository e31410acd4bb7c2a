using System.Buffers;
using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>Keeps all that a server says to one command, within a limit.</summary>
internal sealed class GatheredAnswer(int limitBytes) : ImapReading
{
    private readonly List<ImapResponse> _responses = [];
    private readonly List<ImapFetched> _fetched = [];
    private List<KeyValuePair<string, ReadOnlyMemory<byte>>> _contents = [];
    private ArrayBufferWriter<byte>? _open;
    private long _bytes;

    /// <summary>More came than there is room for.</summary>
    public bool IsFull => _bytes > limitBytes;

    public ImapAnswer Of(ImapResult? result) => new(result, _responses) { Fetched = _fetched };

    public override ValueTask ResponseAsync(ImapResponse response, CancellationToken cancellationToken)
    {
        _responses.Add(response);
        if (response is ImapFetchResponse fetch)
        {
            _fetched.Add(new ImapFetched(fetch, _contents));
            _contents = [];
        }

        return default;
    }

    public override ValueTask ContentAsync(
        ImapContent content, ReadOnlyMemory<byte> slice, CancellationToken cancellationToken)
    {
        _bytes += slice.Length;
        if (IsFull)
            return default;
        _open ??= new ArrayBufferWriter<byte>();
        _open.Write(slice.Span);
        if (_open.WrittenCount == content.Octets)
        {
            _contents.Add(new(content.Item, _open.WrittenMemory));
            _open = null;
        }

        return default;
    }
}
