using System.Net;
using System.Net.Sockets;

namespace Rockdove.Web;

/// <summary>
/// So much for each address, and some of it back each second (a token bucket). An IPv6 address stands for its /64,
/// which one customer has for themselves.
/// </summary>
/// <param name="capacity">How much at once.</param>
/// <param name="perSecond">How much comes back in a second.</param>
/// <param name="time">The clock.</param>
internal sealed class AddressBuckets(double capacity, double perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (double Left, long At)> _buckets = [];

    /// <summary>Takes one.</summary>
    /// <returns>Zero; or how long until there is one, and none was taken.</returns>
    public TimeSpan Take(IPAddress address) => Look(address, take: 1);

    /// <summary>How long until there is one.</summary>
    public TimeSpan Wait(IPAddress address) => Look(address, take: 0);

    private TimeSpan Look(IPAddress address, double take)
    {
        address = Network(address);
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var left = _buckets.TryGetValue(address, out var bucket) ? Left(bucket, now) : capacity;
            if (left < 1)
                return TimeSpan.FromSeconds((1 - left) / perSecond);
            if (take == 0)
                return TimeSpan.Zero;
            if (_buckets.Count >= MostAddresses && !_buckets.ContainsKey(address))
                MakeRoom(now);
            _buckets[address] = (left - take, now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Forgets those who have all of theirs again, or else whoever has most of it.</summary>
    private void MakeRoom(long now)
    {
        var most = (Address: (IPAddress?)null, Left: -1.0);
        foreach (var (address, bucket) in _buckets)
        {
            var left = Left(bucket, now);
            if (left >= capacity)
                _buckets.Remove(address);
            else if (left > most.Left)
                most = (address, left);
        }

        if (_buckets.Count >= MostAddresses && most.Address is { } fullest)
            _buckets.Remove(fullest);
    }

    private double Left((double Left, long At) bucket, long now) =>
        Math.Min(capacity, bucket.Left + time.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond);

    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var octets = address.GetAddressBytes();
        octets.AsSpan(8).Clear();
        return new IPAddress(octets);
    }

    /// <summary>Addresses that are remembered: a megabyte.</summary>
    public const int MostAddresses = 10_000;
}
