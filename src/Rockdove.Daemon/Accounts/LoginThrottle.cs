using System.Net;
using System.Net.Sockets;

namespace Rockdove.Daemon;

/// <summary>
/// Counts failed logins by client and by account, makes the next ones wait, and locks out who goes on. What it
/// remembers is in memory, and gone with the process.
/// </summary>
internal sealed class LoginThrottle(Func<LoginLimits> limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Failures> _failures = [];
    private readonly HashSet<(string Client, string Account)> _knownGood = [];

    /// <summary>What an attempt has to expect before anything is looked at.</summary>
    public (LockOut LockOut, TimeSpan Delay) Look(IPAddress? client, string account)
    {
        var (site, name) = Keys(client, account);
        lock (_lock)
        {
            var most = limits();
            var isKnown = _knownGood.Contains((site, name));
            var byClient = Count(site);
            var byAccount = isKnown ? 0 : Count(name);
            if (byClient >= most.FailuresPerClient)
                return (LockOut.Client, TimeSpan.Zero);
            if (byAccount >= most.FailuresPerAccount)
                return (LockOut.Account, TimeSpan.Zero);
            return (LockOut.None, Delay(most, Math.Max(byClient, byAccount)));
        }
    }

    /// <summary>An attempt has failed, or begins and may never come to its end.</summary>
    /// <returns>Who is locked out from now on.</returns>
    public LockOut Fail(IPAddress? client, string account)
    {
        var (site, name) = Keys(client, account);
        lock (_lock)
        {
            var most = limits();
            var byClient = Add(site, most);
            var byAccount = Add(name, most);
            return byClient == most.FailuresPerClient ? LockOut.Client
                : byAccount == most.FailuresPerAccount ? LockOut.Account
                : LockOut.None;
        }
    }

    /// <summary>
    /// Somebody is in: the account is forgiven. The client's other failures stay, or guessing were free.
    /// </summary>
    /// <param name="client">From where.</param>
    /// <param name="account">As it was claimed.</param>
    /// <param name="wasCounted">The attempt was counted as it began, and is taken back.</param>
    public void Succeed(IPAddress? client, string account, bool wasCounted)
    {
        var (site, name) = Keys(client, account);
        lock (_lock)
        {
            _failures.Remove(name);
            if (wasCounted && _failures.TryGetValue(site, out var failures) && --failures.Count == 0)
                _failures.Remove(site);
            if (_knownGood.Count >= limits().Remembered)
                _knownGood.Clear(); // They are made again by the next login of each.
            _knownGood.Add((site, name));
        }
    }

    private static TimeSpan Delay(LoginLimits limits, int failures)
    {
        var late = failures - limits.FailuresBeforeDelay;
        if (late <= 0)
            return TimeSpan.Zero;
        var delay = limits.Delay * Math.Pow(2, Math.Min(late - 1, 30));
        return delay < limits.LongestDelay ? delay : limits.LongestDelay;
    }

    private int Count(string key)
    {
        if (!_failures.TryGetValue(key, out var failures))
            return 0;
        if (time.GetElapsedTime(failures.Last) < limits().LockOut)
            return failures.Count;
        _failures.Remove(key);
        return 0;
    }

    private int Add(string key, LoginLimits most)
    {
        var count = Count(key);
        if (count == 0)
        {
            if (_failures.Count >= most.Remembered)
                Forget(most);
            _failures[key] = new Failures();
        }

        var failures = _failures[key];
        failures.Last = time.GetTimestamp();
        return ++failures.Count;
    }

    /// <summary>Forgets what no longer counts, and if that is nothing a quarter, the oldest.</summary>
    private void Forget(LoginLimits most)
    {
        foreach (var (key, failures) in _failures)
        {
            if (time.GetElapsedTime(failures.Last) >= most.LockOut)
                _failures.Remove(key);
        }

        if (_failures.Count < most.Remembered)
            return;
        foreach (var (key, _) in _failures.OrderBy(pair => pair.Value.Last).Take((most.Remembered / 4) + 1).ToList())
            _failures.Remove(key);
    }

    /// <summary>
    /// One customer has a whole /64 of IPv6. A name that is too long to be one is as good as any other.
    /// </summary>
    private static (string Client, string Account) Keys(IPAddress? client, string account)
    {
        var name = account.Length <= 320 ? account : account[..320];
        return ($"client {Site(client)}", $"account {name.ToLowerInvariant()}");
    }

    private static string Site(IPAddress? client)
    {
        if (client is null)
            return "";
        if (client.IsIPv4MappedToIPv6)
            return $"{client.MapToIPv4()}";
        return client.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(client.GetAddressBytes().AsSpan(0, 8))
            : $"{client}";
    }

    private sealed class Failures
    {
        public int Count { get; set; }

        public long Last { get; set; }
    }
}

/// <summary>Who is locked out.</summary>
internal enum LockOut : byte
{
    None,
    Client,
    Account,
}
