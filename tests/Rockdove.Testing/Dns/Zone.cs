using System.Net;
using Rockdove.Dns;

namespace Rockdove.Testing;

/// <summary>What a <see cref="ZoneServer"/> knows: the whole of its world. Thread-safe.</summary>
public sealed class Zone
{
    private readonly Lock _lock = new();
    private readonly List<DnsRecord> _records = [];
    private readonly List<DnsName> _signed = [];
    private readonly Dictionary<DnsQuestion, DnsResponseCode> _failures = [];
    private readonly HashSet<DnsQuestion> _silent = [];

    public Zone Add(DnsRecord record)
    {
        lock (_lock)
            _records.Add(record);
        return this;
    }

    /// <summary>A or AAAA.</summary>
    public Zone Address(string name, string address) =>
        Add(new AddressRecord(DnsName.Parse(name), TimeToLive, IPAddress.Parse(address)));

    public Zone Mx(string name, ushort preference, string exchange) =>
        Add(new MxRecord(DnsName.Parse(name), TimeToLive, preference, DnsName.Parse(exchange)));

    public Zone Text(string name, string text) => Add(TxtRecord.Of(DnsName.Parse(name), TimeToLive, text));

    public Zone Alias(string name, string target) =>
        Add(new CnameRecord(DnsName.Parse(name), TimeToLive, DnsName.Parse(target)));

    /// <summary>PTR: the name of an address.</summary>
    public Zone Pointer(string address, string name) =>
        Add(new PtrRecord(DnsName.OfAddress(IPAddress.Parse(address)), TimeToLive, DnsName.Parse(name)));

    public Zone Tlsa(string name, byte usage, byte selector, byte matching, ReadOnlyMemory<byte> data) =>
        Add(new TlsaRecord(DnsName.Parse(name), TimeToLive, usage, selector, matching, data));

    public Zone Caa(string name, string tag, string value) =>
        Add(new CaaRecord(DnsName.Parse(name), TimeToLive, IsCritical: false, tag, value));

    /// <summary>Answers about this name and those beneath it have the AD bit; for the root, it alone.</summary>
    public Zone Sign(string name)
    {
        lock (_lock)
            _signed.Add(DnsName.Parse(name));
        return this;
    }

    /// <summary>Takes all records of a type away from a name.</summary>
    public Zone Remove(string name, DnsType type)
    {
        lock (_lock)
            _records.RemoveAll(record => record.Name == DnsName.Parse(name) && record.Type == type);
        return this;
    }

    /// <summary>Answers a question with this code and nothing else.</summary>
    public Zone Fail(string name, DnsType type, DnsResponseCode code = DnsResponseCode.ServerFailure)
    {
        lock (_lock)
            _failures[new DnsQuestion(DnsName.Parse(name), type)] = code;
        return this;
    }

    /// <summary>Does not answer a question at all.</summary>
    public Zone KeepSilent(string name, DnsType type)
    {
        lock (_lock)
            _silent.Add(new DnsQuestion(DnsName.Parse(name), type));
        return this;
    }

    /// <summary>The answer, as a resolver gives it; null for silence.</summary>
    internal DnsMessage? Answer(DnsMessage query)
    {
        var question = query.Questions[0];
        var answer = new DnsMessage
        {
            Id = query.Id,
            IsResponse = true,
            WantsRecursion = query.WantsRecursion,
            OffersRecursion = true,
            Questions = [question],
            Extension = query.Extension is null ? null : new DnsExtension { PayloadBytes = 1232 },
        };
        lock (_lock)
        {
            if (_silent.Contains(question))
                return null;
            if (_failures.TryGetValue(question, out var code))
                return answer with { ResponseCode = code };
            return Find(question, answer);
        }
    }

    private DnsMessage Find(DnsQuestion question, DnsMessage answer)
    {
        var answers = new List<DnsRecord>();
        var name = question.Name;
        var isSigned = true;
        while (true)
        {
            isSigned &= _signed.Any(one => one.IsRoot ? name.IsRoot : name.IsAtOrUnder(one));
            var own = _records.Where(record => record.Name == name).ToList();
            var wanted = own.Where(record => record.Type == question.Type).ToList();
            answers.AddRange(wanted);
            if (wanted.Count == 0 && own.OfType<CnameRecord>().FirstOrDefault() is { } alias
                && !answers.Contains(alias))
            {
                answers.Add(alias);
                name = alias.Target;
                continue;
            }

            var exists = _records.Any(record => record.Name.IsAtOrUnder(name));
            return answer with
            {
                ResponseCode = exists ? DnsResponseCode.NoError : DnsResponseCode.NameError,
                IsAuthentic = isSigned,
                Answers = answers,
                Authorities = wanted.Count > 0 ? [] : [Beginning(name)],
            };
        }
    }

    private static SoaRecord Beginning(DnsName name)
    {
        var zone = name;
        while (zone.LabelCount > 2)
            zone = zone.Parent!;
        return new SoaRecord(
            zone, TimeToLive, DnsName.Parse("ns.invalid"), DnsName.Parse("hostmaster.invalid"), 1,
            TimeToLive, TimeToLive, TimeToLive, TimeToLive);
    }

    private static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(5);
}
