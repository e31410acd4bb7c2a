using System.Collections.Concurrent;
using System.Security.Cryptography;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>
/// The inboxes that were asked for, by name. They last as long as the catcher: what is in them is in the mailbox of all
/// too, and stays there.
/// </summary>
public sealed class NamedInboxes : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, NamedInbox> _byName = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changing = new(1);
    private readonly CaughtInboxes _mailboxes;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _made;
    private Task _sweeping = Task.CompletedTask;

    internal NamedInboxes(CaughtInboxes mailboxes, IMailStore store, TimeProvider time)
    {
        Pruning = new InboxPruning(store, time);
        _mailboxes = mailboxes;
        _time = time;
        _timer = time.CreateTimer(_ => SweepInPassing(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Those that are there, by name.</summary>
    public IReadOnlyList<NamedInbox> All => [.. _byName.Values.Where(inbox => !inbox.IsOver).OrderBy(
        inbox => inbox.Name, StringComparer.Ordinal)];

    /// <summary>The inbox of that name, in any case; null if there is none, or not any more.</summary>
    public NamedInbox? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.TryGetValue(name.ToLowerInvariant(), out var inbox) && !inbox.IsOver ? inbox : null;
    }

    /// <summary>Makes an inbox. What came before is not in it.</summary>
    /// <returns>Null if there is one of that name.</returns>
    /// <exception cref="ArgumentException">What is wanted is none; says what of it.</exception>
    /// <exception cref="InboxPortException">The port cannot be had.</exception>
    /// <exception cref="StoreFullException">
    /// There are <see cref="Most"/> already, or <see cref="MostPorts"/> with a port, or too many mailboxes.
    /// </exception>
    public async ValueTask<NamedInbox?> CreateAsync(NewInbox wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        wanted.Validate();
        var name = wanted.Name?.ToLowerInvariant() ?? $"t{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_byName.TryGetValue(name, out var known))
            {
                if (!known.IsOver)
                    return null;
                await RemoveAsync(known);
            }

            await MakeRoomAsync(wanted.Port);
            var port = wanted.Port is { } number ? await BindAsync(number, cancellationToken) : null;
            var inbox = await OpenAsync(name, wanted, port, cancellationToken);
            _byName[name] = inbox;
            Pruning.Add(inbox);
            port?.Open(inbox);
            SetTimer();
            return inbox;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Ends an inbox. Its messages stay where else they are. False if it has ended already.</summary>
    public async ValueTask<bool> DeleteAsync(NamedInbox inbox, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inbox);
        await _changing.WaitAsync(cancellationToken);
        try
        {
            return await RemoveAsync(inbox);
        }
        finally
        {
            _changing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _sweeping;
        foreach (var (_, inbox) in _byName)
            await inbox.ClosePortAsync();
        await Pruning.DisposeAsync();
        _changing.Dispose();
    }

    /// <summary>Takes out of them what they do not keep.</summary>
    internal InboxPruning Pruning { get; }

    /// <summary>Opens ports; null where nobody has allowed any.</summary>
    internal IInboxPorts? Ports { get; set; }

    /// <summary>Where a message goes that came with this envelope. It counts as use.</summary>
    /// <param name="envelope">What SMTP said.</param>
    /// <param name="ofPort">The inbox whose port it came by; null for none.</param>
    internal IEnumerable<MailboxId> Taking(DeliveryEnvelope envelope, NamedInbox? ofPort)
    {
        foreach (var (_, inbox) in _byName)
        {
            if (inbox.IsOver || inbox != ofPort && !inbox.Binding.Takes(envelope))
                continue;
            inbox.Use().Dispose();
            yield return inbox.Mailbox;
        }
    }

    /// <summary>What has ended already makes way for what is wanted.</summary>
    private async ValueTask MakeRoomAsync(int? port)
    {
        if (_byName.Count >= Most || port is not null)
            await SweepAsync();
        if (_byName.Count >= Most)
            throw new StoreFullException($"There are {Most} inboxes; delete one, or wait until one has expired.");
        if (port is not null && _byName.Values.Count(inbox => inbox.EndPoint is not null) >= MostPorts)
        {
            throw new StoreFullException(
                $"There are {MostPorts} inboxes with a port; delete one, or wait until one has expired.");
        }
    }

    private ValueTask<IInboxPort> BindAsync(int number, CancellationToken cancellationToken)
    {
        if (Ports is not { } ports)
            throw new InboxPortException("This catcher opens no ports for inboxes: bind it by something else.");
        if (_byName.Values.FirstOrDefault(inbox => number > 0 && inbox.EndPoint?.Port == number) is { } other)
        {
            throw new InboxPortException(
                $"Port {number} is that of the inbox '{other.Name}'. Delete that, or take another port, or 0.");
        }

        return ports.BindAsync(number, cancellationToken);
    }

    private async ValueTask<NamedInbox> OpenAsync(
        string name, NewInbox wanted, IInboxPort? port, CancellationToken cancellationToken)
    {
        var owner = $"{OwnerPrefix}{++_made}:{name}"; // Never one of before, whose mail may still be there.
        try
        {
            var mailbox = await _mailboxes.OpenAsync(owner, cancellationToken);
            return new NamedInbox(name, owner, mailbox, wanted, port, _time);
        }
        catch
        {
            if (port is not null)
                await port.CloseAsync();
            throw;
        }
    }

    private async ValueTask<bool> RemoveAsync(NamedInbox inbox)
    {
        if (!_byName.TryRemove(new(inbox.Name, inbox)))
            return false;
        await inbox.ClosePortAsync(); // First: what the store may fail at leaves no port open.
        await Pruning.RemoveAsync(inbox);
        await _mailboxes.CloseAsync(inbox.Owner, CancellationToken.None);
        return true;
    }

    private async ValueTask SweepAsync()
    {
        foreach (var (_, inbox) in _byName)
        {
            if (inbox.IsOver)
                await RemoveAsync(inbox);
        }
    }

    /// <summary>To the moment when the next one may be over; one that was used since then is looked at again.</summary>
    private void SetTimer()
    {
        if (_byName.IsEmpty)
            return;
        var due = _byName.Values.Min(inbox => inbox.ExpiresAt) - _time.GetUtcNow();
        _timer.Change(due < NewInbox.ShortestKept ? NewInbox.ShortestKept : due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Time has passed. Nobody waits for it, and what fails now is tried again the next time.</summary>
    private void SweepInPassing()
    {
        if (_sweeping.IsCompleted)
            _sweeping = SweepQuietlyAsync();
    }

    private async Task SweepQuietlyAsync()
    {
        await _changing.WaitAsync();
        try
        {
            await SweepAsync();
            SetTimer();
        }
        catch (StoreException)
        {
            _timer.Change(NewInbox.ShortestKept, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Inboxes at a time: each is compared with each message, and costs a mailbox.</summary>
    public const int Most = 1000;

    /// <summary>
    /// Inboxes with a port of their own at a time: more than tests that run at once on one machine, and few beside the
    /// 28,000 ports that Linux gives to all its clients together (ip_local_port_range).
    /// </summary>
    public const int MostPorts = 100;

    /// <summary>Nobody logs in by such an owner: theirs are in small letters.</summary>
    internal const string OwnerPrefix = "NAMED:";
}
