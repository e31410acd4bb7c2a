using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Rockdove.Hosting;
using Rockdove.Mime;
using Rockdove.Pop3;

namespace Rockdove.Prober;

/// <summary>
/// A maildrop in one session, with or without UIDL and TOP. What breaks the session is a
/// <see cref="SessionEndedException"/>.
/// </summary>
internal sealed class Pop3Maildrop(Pop3ClientConnection connection, WatchOptions options)
{
    private readonly Dictionary<string, int> _copies = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _names = [];
    private bool _hasTop = true;

    /// <summary>The messages, oldest first, as most servers have them.</summary>
    public List<Pop3Message> Messages { get; } = [];

    /// <summary>The server has names for messages.</summary>
    public bool HasUidl { get; private set; }

    /// <summary>What the server said when it last refused something.</summary>
    public string LastRefusal { get; private set; } = "";

    /// <summary>The names of the messages that were read.</summary>
    public IEnumerable<string> Names => _names.Values;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _hasTop = ReferenceEquals(connection.Capabilities, Pop3Capabilities.None) || connection.Capabilities.Has("TOP");
        var sizes = await AskAsync(connection.ListAsync(cancellationToken), ProbeStage.Select);
        var names = await AskAsync(connection.UidlAsync(cancellationToken), ProbeStage.Select);
        HasUidl = names.IsOk;
        var byNumber = new Dictionary<int, string>();
        foreach (var line in names.Listing)
            byNumber[line.Number] = line.Value;
        foreach (var line in sizes.Listing)
        {
            var bytes = long.TryParse(line.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? size
                : 0;
            Messages.Add(new Pop3Message(line.Number, byNumber.GetValueOrDefault(line.Number), bytes));
        }

        if (Messages.Any(message => message.Uidl is null))
            HasUidl = false;
    }

    /// <summary>
    /// What a message is called: by UIDL, or by its header, which stays the same from session to session.
    /// </summary>
    public string NameOf(Pop3Message message) => HasUidl ? message.Uidl! : _names[message.Number];

    /// <summary>The message of this name; null when there is none, or it was not read in this session.</summary>
    public Pop3Message? Find(string name) => HasUidl
        ? Messages.Find(message => message.Uidl == name)
        : Messages.Find(message => _names.TryGetValue(message.Number, out var known) && known == name);

    /// <summary>The header of a message; null when it cannot be had.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadHeaderAsync(Pop3Message message, CancellationToken cancellationToken)
    {
        if (await ReadAsync(message, bodyLines: 0, cancellationToken) is not { } octets)
            return null;
        var read = MimeMessage.Read(octets);
        var header = octets[..read.Root.HeaderRange.End];
        if (!HasUidl && !_names.ContainsKey(message.Number))
            _names[message.Number] = Numbered(Convert.ToHexStringLower(SHA256.HashData(header.Span)[..NameOctets]));
        return header;
    }

    /// <summary>A report; null when it cannot be had, or is too big.</summary>
    public Task<ReadOnlyMemory<byte>?> ReadReportAsync(Pop3Message message, CancellationToken cancellationToken) =>
        ReadAsync(message, ReportLines, cancellationToken);

    /// <summary>Marks a message, which goes at the end of the session.</summary>
    public async Task<bool> DeleteAsync(Pop3Message message, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(connection.DeleteAsync(message.Number, cancellationToken), ProbeStage.Cleanup);
        message.IsDeleted |= answer.IsOk;
        return answer.IsOk;
    }

    /// <summary>Ends the session: what is marked goes. False when the server does not say so.</summary>
    public async Task<bool> QuitAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.QuitAsync(cancellationToken);
        if (answer is not { IsPositive: true })
            LastRefusal = answer?.Text ?? connection.Failure?.Explanation ?? "";
        return answer is { IsPositive: true };
    }

    /// <summary>Throws when the session cannot go on.</summary>
    /// <exception cref="SessionEndedException">It cannot.</exception>
    public void Demand(ProbeStage stage)
    {
        if (connection.Failure is not null)
            throw Pop3Failures.Of(connection, stage);
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(
        Pop3Message message, int bodyLines, CancellationToken cancellationToken)
    {
        // A header may be as long as a stranger likes: what is too much is not kept.
        var octets = new ArrayBufferWriter<byte>();
        var most = bodyLines == 0 ? options.HeaderBytes : options.ReportBytes;
        if (_hasTop)
        {
            var top = await AskAsync(
                connection.TopAsync(message.Number, bodyLines, Keep, cancellationToken), ProbeStage.Fetch);
            if (top.IsOk)
                return octets.WrittenMemory;
        }

        // A server of the first kind has no TOP, and RETR has no end: what is big is none of ours.
        if (message.Bytes > options.ReportBytes)
            return null;
        var answer = await AskAsync(
            connection.RetrieveAsync(message.Number, Keep, cancellationToken), ProbeStage.Fetch);
        _hasTop &= !answer.IsOk;
        return answer.IsOk ? octets.WrittenMemory : null;

        ValueTask Keep(ReadOnlyMemory<byte> slice, CancellationToken cancelled)
        {
            octets.Write(slice.Span[..Math.Min(slice.Length, most - octets.WrittenCount)]);
            return default;
        }
    }

    private async Task<Pop3Answer> AskAsync(ValueTask<Pop3Answer> asking, ProbeStage stage)
    {
        var answer = await asking;
        Demand(stage);
        if (!answer.IsOk)
            LastRefusal = answer.Response!.Text;
        return answer;
    }

    /// <summary>Two copies of one mail may have the same header.</summary>
    private string Numbered(string name)
    {
        var copies = _copies.GetValueOrDefault(name) + 1;
        _copies[name] = copies;
        return copies == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{copies}");
    }

    private const int NameOctets = 12;

    /// <summary>A report with the header that it returns has some hundred lines.</summary>
    private const int ReportLines = 2000;
}

/// <summary>A message in a maildrop.</summary>
/// <param name="number">In this session.</param>
/// <param name="uidl">The server's name for it; null for none.</param>
/// <param name="bytes">Its size.</param>
internal sealed class Pop3Message(int number, string? uidl, long bytes)
{
    public int Number => number;

    public string? Uidl => uidl;

    public long Bytes => bytes;

    /// <summary>It goes at the end of the session.</summary>
    public bool IsDeleted { get; set; }
}
