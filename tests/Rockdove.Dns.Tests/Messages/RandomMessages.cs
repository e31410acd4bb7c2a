using System.Net;

namespace Rockdove.Dns.Tests;

/// <summary>Messages with every kind of record, whose names share their ends.</summary>
internal static class RandomMessages
{
    public static DnsMessage Next(Random random)
    {
        var extension = random.Next(2) == 0 ? null : new DnsExtension
        {
            PayloadBytes = (ushort)random.Next(65536),
            WantsSignatures = random.Next(2) == 0,
            Options = [.. Many(random, 3, () => new DnsOption((ushort)random.Next(20), Octets(random, 40)))],
        };
        return new DnsMessage
        {
            Id = (ushort)random.Next(65536),
            IsResponse = random.Next(2) == 0,
            Operation = (byte)random.Next(16),
            IsAuthoritative = random.Next(2) == 0,
            WantsRecursion = random.Next(2) == 0,
            OffersRecursion = random.Next(2) == 0,
            IsAuthentic = random.Next(2) == 0,
            DisablesChecks = random.Next(2) == 0,
            ResponseCode = (DnsResponseCode)random.Next(extension is null ? 16 : 4096),
            Questions = [.. Many(random, 2, () => new DnsQuestion(Name(random), (DnsType)random.Next(300)))],
            Answers = [.. Many(random, 6, () => Record(random))],
            Authorities = [.. Many(random, 3, () => Record(random))],
            Additionals = [.. Many(random, 3, () => Record(random))],
            Extension = extension,
        };
    }

    private static DnsRecord Record(Random random)
    {
        var name = Name(random);
        var time = Seconds(random);
        return random.Next(12) switch
        {
            0 => new AddressRecord(name, time, new IPAddress(Exactly(random, 4))),
            1 => new AddressRecord(name, time, new IPAddress(Exactly(random, 16))),
            2 => new MxRecord(name, time, (ushort)random.Next(65536), Name(random)),
            3 => new TxtRecord(name, time, [.. Many(random, 3, () => Octets(random, 256)), Octets(random, 256)]),
            4 => new TlsaRecord(
                name, time, (byte)random.Next(5), (byte)random.Next(3), (byte)random.Next(4), Octets(random, 70)),
            5 => new CnameRecord(name, time, Name(random)),
            6 => new NsRecord(name, time, Name(random)),
            7 => new PtrRecord(name, time, Name(random)),
            8 => new SoaRecord(
                name, time, Name(random), Name(random), (uint)random.Next(), Seconds(random), Seconds(random),
                Seconds(random), Seconds(random)),
            9 => new SrvRecord(name, time, 1, (ushort)random.Next(65536), (ushort)random.Next(65536), Name(random)),
            10 => new CaaRecord(name, time, random.Next(2) == 0, "issue", "ca.example; policy=ev"),
            _ => new OtherRecord(name, time, (DnsType)(1000 + random.Next(100)), Octets(random, 300)),
        };
    }

    private static DnsName Name(Random random)
    {
        var labels = Many(random, 4, () => Labels[random.Next(Labels.Length)]).ToList();
        if (random.Next(8) == 0)
            labels.Insert(0, new string('x', 63));
        return labels.Count == 0 ? DnsName.Root : DnsName.Parse(string.Join('.', labels));
    }

    private static TimeSpan Seconds(Random random) => TimeSpan.FromSeconds(random.Next());

    private static ReadOnlyMemory<byte> Octets(Random random, int below) => Exactly(random, random.Next(below));

    private static byte[] Exactly(Random random, int count)
    {
        var octets = new byte[count];
        random.NextBytes(octets);
        return octets;
    }

    private static IEnumerable<T> Many<T>(Random random, int most, Func<T> next) =>
        Enumerable.Range(0, random.Next(most + 1)).Select(_ => next());

    private static readonly string[] Labels =
        ["org", "ORG", "example", "Example", "mail", "_tcp", "_25", "a", "xn--bcher-kva", @"a\.b", @"\000\255", "in"];
}
