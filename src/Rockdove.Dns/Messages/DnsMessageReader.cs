namespace Rockdove.Dns;

/// <summary>Reads messages. What is wrong with one is a value: a sentence that says where.</summary>
internal static class DnsMessageReader
{
    public static DnsMessage? Read(ReadOnlySpan<byte> octets, out string? problem)
    {
        var cursor = new DnsCursor(octets);
        Span<ushort> header = stackalloc ushort[6];
        for (var i = 0; i < header.Length; i++)
        {
            if (!cursor.TryUInt16(out header[i]))
            {
                problem = $"A message begins with 12 octets, and this has {octets.Length}.";
                return null;
            }
        }

        var message = Header(header[0], header[1]);
        var questions = new List<DnsQuestion>();
        for (var i = 0; i < header[2]; i++)
        {
            var start = cursor.Position;
            if (!cursor.TryName(out var name) || !cursor.TryUInt16(out var type) || !cursor.TryUInt16(out _))
            {
                problem = $"The question at octet {start} cannot be read.";
                return null;
            }

            questions.Add(new DnsQuestion(name, (DnsType)type));
        }

        message = message with { Questions = questions };
        problem = null;
        // What is cut off may be cut in the middle, and is asked for again anyway (RFC 2181 section 9).
        return message.IsTruncated ? message : ReadRecords(message, header[3..], ref cursor, out problem);
    }

    private static DnsMessage Header(ushort id, ushort flags) => new()
    {
        Id = id,
        IsResponse = (flags & DnsMessage.Response) != 0,
        Operation = (byte)((flags >> 11) & 0xF),
        IsAuthoritative = (flags & DnsMessage.Authoritative) != 0,
        IsTruncated = (flags & DnsMessage.Truncated) != 0,
        WantsRecursion = (flags & DnsMessage.RecursionDesired) != 0,
        OffersRecursion = (flags & DnsMessage.RecursionAvailable) != 0,
        IsAuthentic = (flags & DnsMessage.AuthenticData) != 0,
        DisablesChecks = (flags & DnsMessage.CheckingDisabled) != 0,
        ResponseCode = (DnsResponseCode)(flags & 0xF),
    };

    private static DnsMessage? ReadRecords(
        DnsMessage message, scoped ReadOnlySpan<ushort> counts, ref DnsCursor cursor, out string? problem)
    {
        problem = null;
        List<DnsRecord>[] sections = [[], [], []];
        for (var section = 0; section < sections.Length; section++)
        {
            for (var i = 0; i < counts[section]; i++)
            {
                var start = cursor.Position;
                if (!TryRecord(ref cursor, sections[section], ref message))
                {
                    problem = $"The record at octet {start} cannot be read.";
                    return null;
                }
            }
        }

        if (cursor.Left > 0)
        {
            problem = $"Behind the last record, at octet {cursor.Position}, are {cursor.Left} more octets.";
            return null;
        }

        return message with { Answers = sections[0], Authorities = sections[1], Additionals = sections[2] };
    }

    private static bool TryRecord(ref DnsCursor cursor, List<DnsRecord> section, ref DnsMessage message)
    {
        if (!cursor.TryName(out var name) || !cursor.TryUInt16(out var number) || !cursor.TryUInt16(out var kind)
            || !cursor.TryUInt32(out var seconds) || !cursor.TryUInt16(out var bytes)
            || !cursor.TrySlice(bytes, out var data))
            return false;
        var type = (DnsType)number;
        if (type == DnsType.Opt)
        {
            if (message.Extension is not null || !name.IsRoot)
                return false; // One, and nobody's: RFC 6891 sections 6.1.1 and 6.1.2.
            var extension = DnsExtension.Read(kind, seconds, ref data);
            message = message with
            {
                Extension = extension,
                ResponseCode = (DnsResponseCode)((seconds >> 24 << 4) | (uint)message.ResponseCode),
            };
            return extension is not null;
        }

        if (kind != DnsMessageWriter.ClassIn)
            return true;
        var timeToLive = TimeSpan.FromSeconds(seconds > int.MaxValue ? 0 : seconds); // RFC 2181 section 8.
        if (ReadData(name, type, timeToLive, ref data) is not { } record || data.Left > 0)
            return false;
        section.Add(record);
        return true;
    }

    private static DnsRecord? ReadData(DnsName name, DnsType type, TimeSpan timeToLive, ref DnsCursor data)
    {
        switch (type)
        {
            case DnsType.A:
                return AddressRecord.Read(name, timeToLive, ref data, bytes: 4);
            case DnsType.Aaaa:
                return AddressRecord.Read(name, timeToLive, ref data, bytes: 16);
            case DnsType.Mx:
                return MxRecord.Read(name, timeToLive, ref data);
            case DnsType.Txt:
                return TxtRecord.Read(name, timeToLive, ref data);
            case DnsType.Tlsa:
                return TlsaRecord.Read(name, timeToLive, ref data);
            case DnsType.Srv:
                return SrvRecord.Read(name, timeToLive, ref data);
            case DnsType.Soa:
                return SoaRecord.Read(name, timeToLive, ref data);
            case DnsType.Caa:
                return CaaRecord.Read(name, timeToLive, ref data);
            case DnsType.Cname:
                return data.TryName(out var alias) ? new CnameRecord(name, timeToLive, alias) : null;
            case DnsType.Ns:
                return data.TryName(out var server) ? new NsRecord(name, timeToLive, server) : null;
            case DnsType.Ptr:
                return data.TryName(out var target) ? new PtrRecord(name, timeToLive, target) : null;
            default:
                return data.TryTake(data.Left, out var octets)
                    ? new OtherRecord(name, timeToLive, type, octets.ToArray())
                    : null;
        }
    }
}
