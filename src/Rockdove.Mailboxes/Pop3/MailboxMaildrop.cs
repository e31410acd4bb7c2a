using System.Buffers.Text;
using Rockdove.Hosting;
using Rockdove.Pop3;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// One mailbox as one session sees it: what was there when it was opened, whatever is delivered or expunged meanwhile.
/// </summary>
/// <remarks>
/// The size of a message is that of its octets in the store: what came by SMTP has CRLF at the end of every line, so
/// that is what a client gets (RFC 1939 section 11). A message with bare line ends, as BINARYMIME allows, or without a
/// last CRLF is sent some octets longer than its size says.
/// </remarks>
internal sealed class MailboxMaildrop : OpenMaildrop
{
    private readonly IMailStore _store;
    private readonly MaildropLock _lock;
    private readonly MailboxId? _trash;
    private readonly MailboxPop3Options _options;
    private readonly uint _uidValidity;
    private readonly Uid[] _uids;
    private readonly long[] _bytes;
    private readonly HashSet<int> _retrieved = [];

    private MailboxMaildrop(
        IMailStore store,
        MaildropLock taken,
        MailboxId? trash,
        MailboxPop3Options options,
        uint uidValidity,
        Uid[] uids,
        long[] bytes)
    {
        _trash = trash;
        _store = store;
        _lock = taken;
        _options = options;
        _uidValidity = uidValidity;
        _uids = uids;
        _bytes = bytes;
    }

    /// <summary>Takes the picture; null when the mailbox is not there.</summary>
    public static async ValueTask<MailboxMaildrop?> OpenAsync(
        IMailStore store,
        MaildropLock taken,
        MailboxId? trash,
        MailboxPop3Options options,
        CancellationToken cancellationToken)
    {
        if (await store.OpenAsync(taken.Mailbox, cancellationToken) is not { } snapshot)
            return null;
        var wanted = snapshot.Uids.Slice(0, options.Messages);
        var uids = new List<Uid>((int)wanted.Count);
        var bytes = new List<long>((int)wanted.Count);
        await foreach (var row in store.ReadAsync(taken.Mailbox, wanted, MessageFields.None, cancellationToken))
        {
            uids.Add(row.Uid);
            bytes.Add(row.Bytes);
        }

        return new MailboxMaildrop(store, taken, trash, options, snapshot.Status.UidValidity, [.. uids], [.. bytes]);
    }

    public override int Count => _uids.Length;

    public override long BytesOf(int number) => _bytes[number - 1];

    /// <summary>
    /// UIDVALIDITY and UID: both grow and are never used again, and IMAP shows the same ones (RFC 9051 section
    /// 2.3.1.1).
    /// </summary>
    public override int WriteUniqueId(int number, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(_uidValidity, destination, out var length);
        destination[length++] = (byte)'.';
        Utf8Formatter.TryFormat(_uids[number - 1].Value, destination[length..], out var digits);
        return length + digits;
    }

    public override async ValueTask<Retrieval> OpenAsync(
        Pop3Context context, RetrieveQuestion question, CancellationToken cancellationToken)
    {
        var uid = UidSet.Of(_uids[question.Number - 1]);
        IBlob? body = null;
        await foreach (var row in _store.ReadAsync(_lock.Mailbox, uid, MessageFields.None, cancellationToken))
            body = await _store.OpenBodyAsync(row.Message, cancellationToken);
        if (body is null)
            return Gone;
        try
        {
            if (_options.RefusesUtf8Headers && !context.Session.IsUtf8
                && !await HeaderCheck.IsAsciiAsync(body, _options.HeaderBytes, cancellationToken))
            {
                await body.DisposeAsync();
                return Pop3Replies.NeedsUtf8;
            }

            return new BlobSource(body, () => _retrieved.Add(question.Number));
        }
        catch
        {
            await body.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask<Pop3Reply?> UpdateAsync(MaildropView view, CancellationToken cancellationToken)
    {
        if (view.DeletedCount > 0)
        {
            // A client that has gone does not take its QUIT back, so its token does not count here.
            await DeleteAsync(SetOf(view.Deleted));
            _retrieved.ExceptWith(view.Deleted);
        }

        await LetGoAsync();
        return null;
    }

    public override async ValueTask DisposeAsync()
    {
        await LetGoAsync();
        await base.DisposeAsync();
    }

    private async ValueTask DeleteAsync(UidSet uids)
    {
        if (_trash is { } trash && trash != _lock.Mailbox)
            await _store.MoveAsync(_lock.Mailbox, uids, trash, CancellationToken.None);
        else
            await _store.ExpungeAsync(_lock.Mailbox, uids, SystemFlags.None, CancellationToken.None);
    }

    /// <summary>Marks what was retrieved, all at once: a commit for each message would cost a sync for each.</summary>
    private async ValueTask LetGoAsync()
    {
        try
        {
            if (_options.RetrievedIsSeen && _retrieved.Count > 0)
            {
                await _store.StoreFlagsAsync(
                    _lock.Mailbox, SetOf(_retrieved), FlagChange.Add(SystemFlags.Seen), null, CancellationToken.None);
            }

            _retrieved.Clear();
        }
        catch (StoreException)
        {
            // It stays unread: no reason to fail a QUIT whose deletions are done.
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private UidSet SetOf(IEnumerable<int> numbers) => UidSet.Of([.. numbers.Select(number => _uids[number - 1])]);

    private static readonly Pop3Reply Gone = Pop3Reply.Error("Somebody has deleted this message");
}
