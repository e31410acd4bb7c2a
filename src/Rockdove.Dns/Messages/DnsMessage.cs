using System.Diagnostics.CodeAnalysis;

namespace Rockdove.Dns;

/// <summary>One message, question or answer (RFC 1035 section 4).</summary>
public sealed record DnsMessage
{
    /// <summary>By which an answer is known.</summary>
    public ushort Id { get; init; }

    public bool IsResponse { get; init; }

    /// <summary>0 for a question; others are for updates and the like.</summary>
    public byte Operation { get; init; }

    /// <summary>AA: the server is one of the zone's own.</summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>TC: there is more than fits; ask again over TCP. Records are then left out here.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>RD: the server is to ask others.</summary>
    public bool WantsRecursion { get; init; }

    /// <summary>RA: the server asks others.</summary>
    public bool OffersRecursion { get; init; }

    /// <summary>
    /// AD: the server has proved all of the answer by signatures (RFC 4035 section 3.2.3). In a question: the sender
    /// understands this (RFC 6840 section 5.7).
    /// </summary>
    public bool IsAuthentic { get; init; }

    /// <summary>CD: the server is not to check signatures.</summary>
    public bool DisablesChecks { get; init; }

    public DnsResponseCode ResponseCode { get; init; }

    public IReadOnlyList<DnsQuestion> Questions { get; init; } = [];

    public IReadOnlyList<DnsRecord> Answers { get; init; } = [];

    public IReadOnlyList<DnsRecord> Authorities { get; init; } = [];

    /// <summary>Without OPT, which is <see cref="Extension"/>.</summary>
    public IReadOnlyList<DnsRecord> Additionals { get; init; } = [];

    /// <summary>EDNS; null when it is not spoken.</summary>
    public DnsExtension? Extension { get; init; }

    /// <summary>
    /// Reads a message, all of it; of a truncated one the questions alone. Records of other classes are left out.
    /// </summary>
    /// <param name="octets">The message, without the length that TCP puts before it.</param>
    /// <param name="message">What it says.</param>
    /// <param name="problem">What is wrong with it, and at which octet; null when it was read.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> octets,
        [NotNullWhen(true)] out DnsMessage? message,
        [NotNullWhen(false)] out string? problem)
    {
        message = DnsMessageReader.Read(octets, out problem);
        return message is not null;
    }

    /// <summary>The octets of the message.</summary>
    /// <exception cref="ArgumentException">
    /// It is longer than 65,535 octets, or something in it than its place. Or the response code has more than four bits
    /// and there is no <see cref="Extension"/> to hold the others.
    /// </exception>
    public byte[] ToArray()
    {
        if (Extension is null && (int)ResponseCode > 0xF)
            throw new ArgumentException($"Without EDNS there is no place for the response code {ResponseCode}.");
        var writer = new DnsMessageWriter();
        writer.UInt16(Id);
        writer.UInt16(Flags());
        writer.UInt16((ushort)Questions.Count);
        writer.UInt16((ushort)Answers.Count);
        writer.UInt16((ushort)Authorities.Count);
        writer.UInt16((ushort)(Additionals.Count + (Extension is null ? 0 : 1)));
        foreach (var question in Questions)
        {
            writer.Name(question.Name);
            writer.UInt16((ushort)question.Type);
            writer.UInt16(DnsMessageWriter.ClassIn);
        }

        foreach (var record in Answers.Concat(Authorities).Concat(Additionals))
            writer.Record(record);
        Extension?.Write(writer, ResponseCode);
        var octets = writer.ToArray();
        return octets.Length <= ushort.MaxValue
            ? octets
            : throw new ArgumentException($"A message has 65,535 octets at most, not {octets.Length}.");
    }

    private ushort Flags()
    {
        var flags = ((Operation & 0xF) << 11) | ((int)ResponseCode & 0xF);
        foreach (var (flag, isSet) in ((int, bool)[])
        [
            (Response, IsResponse), (Authoritative, IsAuthoritative), (Truncated, IsTruncated),
            (RecursionDesired, WantsRecursion), (RecursionAvailable, OffersRecursion), (AuthenticData, IsAuthentic),
            (CheckingDisabled, DisablesChecks),
        ])
        {
            if (isSet)
                flags |= flag;
        }

        return (ushort)flags;
    }

    internal const int Response = 0x8000;
    internal const int Authoritative = 0x0400;
    internal const int Truncated = 0x0200;
    internal const int RecursionDesired = 0x0100;
    internal const int RecursionAvailable = 0x0080;
    internal const int AuthenticData = 0x0020;
    internal const int CheckingDisabled = 0x0010;
}
