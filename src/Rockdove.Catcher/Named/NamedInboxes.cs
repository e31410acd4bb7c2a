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
    /// <param name="name">
    /// 1 to <see cref="LongestName"/> of <c>a-z 0-9 . _ -</c>, in any case; null for one that nobody can guess.
    /// </param>
    /// <param name="binding">What belongs to it; null for <see cref="InboxBinding.Of"/> its name.</param>
    /// <param name="keptUnused">
    /// How long it stays unused: <see cref="ShortestKept"/> to <see cref="LongestKept"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null if there is one of that name.</returns>
    /// <exception cref="ArgumentException">A name, the binding or the time is none.</exception>
    /// <exception cref="StoreFullException">There are <see cref="Most"/> already, or too many mailboxes.</exception>
    public ValueTask<NamedInbox?> CreateAsync(
        string? name, InboxBinding? binding, TimeSpan keptUnused, CancellationToken cancellationToken) =>
        CreateAsync(name, binding, keptUnused, InboxRetention.Everything, cancellationToken);

    /// <summary>The same of an inbox that does not keep everything.</summary>
    /// <exception cref="ArgumentException">A name, the binding, a time or a number is none.</exception>
    /// <exception cref="StoreFullException">There are <see cref="Most"/> already, or too many mailboxes.</exception>
    public async ValueTask<NamedInbox?> CreateAsync(
        string? name, InboxBinding? binding, TimeSpan keptUnused, InboxRetention retention,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(retention);
        name = name?.ToLowerInvariant() ?? $"t{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        binding ??= InboxBinding.Of(name);
        Require(name, binding, keptUnused);
        retention.Validate();
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_byName.TryGetValue(name, out var known))
            {
                if (!known.IsOver)
                    return null;
                await RemoveAsync(known);
            }

            if (_byName.Count >= Most)
                await SweepAsync();
            if (_byName.Count >= Most)
                throw new StoreFullException($"There are {Most} inboxes; delete one, or wait until one has expired.");
            var owner = $"{OwnerPrefix}{++_made}:{name}"; // Never one of before, whose mail may still be there.
            var mailbox = await _mailboxes.OpenAsync(owner, cancellationToken);
            var inbox = new NamedInbox(name, owner, mailbox, binding, keptUnused, retention, _time);
            _byName[name] = inbox;
            Pruning.Add(inbox);
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
        await Pruning.DisposeAsync();
        _changing.Dispose();
    }

    /// <summary>Takes out of them what they do not keep.</summary>
    internal InboxPruning Pruning { get; }

    /// <summary>Where a message goes that came with this envelope. It counts as use.</summary>
    internal IEnumerable<MailboxId> Taking(DeliveryEnvelope envelope)
    {
        foreach (var (_, inbox) in _byName)
        {
            if (inbox.IsOver || !inbox.Binding.Takes(envelope))
                continue;
            inbox.Use().Dispose();
            yield return inbox.Mailbox;
        }
    }

    private static void Require(string name, InboxBinding binding, TimeSpan keptUnused)
    {
        if (name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
        {
            throw new ArgumentException(
                $"The name of an inbox is 1 to {LongestName} letters, digits, '.', '_' and '-'.");
        }

        if (binding.Count is 0 or > InboxBinding.MostNames)
        {
            throw new ArgumentException(
                $"An inbox is bound by 1 to {InboxBinding.MostNames} users, recipients, domains and tags.");
        }

        foreach (var bound in (ReadOnlySpan<string>)
            [.. binding.Users, .. binding.Recipients, .. binding.Domains, .. binding.Tags])
        {
            if (bound is null || bound.Length is 0 or > InboxBinding.LongestName)
                throw new ArgumentException($"What binds an inbox is 1 to {InboxBinding.LongestName} characters.");
        }

        if (keptUnused < ShortestKept || keptUnused > LongestKept)
        {
            throw new ArgumentException(
                $"An inbox is kept unused for {ShortestKept.TotalSeconds} to {LongestKept.TotalSeconds} seconds.");
        }
    }

    private async ValueTask<bool> RemoveAsync(NamedInbox inbox)
    {
        if (!_byName.TryRemove(new(inbox.Name, inbox)))
            return false;
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
        _timer.Change(due < ShortestKept ? ShortestKept : due, Timeout.InfiniteTimeSpan);
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
            _timer.Change(ShortestKept, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Inboxes at a time: each is compared with each message, and costs a mailbox.</summary>
    public const int Most = 1000;

    /// <summary>Characters: what fits behind the plus of an address (RFC 5321 section 4.5.3.1.1: 64 octets).</summary>
    public const int LongestName = 50;

    public static readonly TimeSpan ShortestKept = TimeSpan.FromSeconds(1);

    /// <summary>A week: longer than any run of tests.</summary>
    public static readonly TimeSpan LongestKept = TimeSpan.FromDays(7);

    /// <summary>Longer than a pause at a breakpoint, shorter than a day of runs that clean nothing up.</summary>
    public static readonly TimeSpan UsuallyKept = TimeSpan.FromHours(1);

    /// <summary>Nobody logs in by such an owner: theirs are in small letters.</summary>
    internal const string OwnerPrefix = "NAMED:";
}
