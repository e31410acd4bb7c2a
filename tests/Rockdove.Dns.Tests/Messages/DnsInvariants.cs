using System.Diagnostics;

namespace Rockdove.Dns.Tests;

/// <summary>What is true of the reader for every input.</summary>
internal static class DnsInvariants
{
    /// <summary>
    /// Reading throws nothing and says what is wrong; what was read is written and read as the same. Tells what kind of
    /// message it was.
    /// </summary>
    public static string Check(ReadOnlySpan<byte> octets)
    {
        var mark = Stopwatch.GetTimestamp();
        var isRead = DnsMessage.TryRead(octets, out var message, out var problem);
        var elapsed = Stopwatch.GetElapsedTime(mark);
        if (elapsed > LongestRead)
            throw new InvalidOperationException($"{octets.Length} octets took {elapsed}.");
        if (!isRead)
            return string.Concat(problem!.Where(one => !char.IsAsciiDigit(one)));
        byte[] written;
        try
        {
            written = message!.ToArray();
        }
        catch (ArgumentException tooLong) when (tooLong.Message.Contains("65,535", StringComparison.Ordinal))
        {
            return "longer without the pointers it had";
        }

        if (!DnsMessage.TryRead(written, out var again, out problem))
            throw new InvalidOperationException($"What was written cannot be read: {problem}");
        if (Difference(message, again) is { } difference)
            throw new InvalidOperationException($"What was written is read as something else: {difference}");
        return $"{message.ResponseCode} {message.Questions.Count} "
            + string.Join(' ', message.Answers.Concat(message.Authorities).Concat(message.Additionals)
                .Select(record => record.Type).Distinct().Order());
    }

    /// <summary>What is not the same in two messages; null for nothing.</summary>
    public static string? Difference(DnsMessage one, DnsMessage other)
    {
        if (Header(one) != Header(other))
            return $"{Header(one)}, and {Header(other)}";
        if (!one.Questions.SequenceEqual(other.Questions))
            return $"{string.Join(", ", one.Questions)}, and {string.Join(", ", other.Questions)}";
        return Difference(one.Answers, other.Answers)
            ?? Difference(one.Authorities, other.Authorities)
            ?? Difference(one.Additionals, other.Additionals)
            ?? (IsSame(one.Extension, other.Extension) ? null : $"{one.Extension}, and {other.Extension}");
    }

    private static DnsMessage Header(DnsMessage message) =>
        message with { Questions = [], Answers = [], Authorities = [], Additionals = [], Extension = null };

    private static string? Difference(IReadOnlyList<DnsRecord> one, IReadOnlyList<DnsRecord> other) =>
        one.Count != other.Count ? $"{one.Count} records, and {other.Count}"
        : one.Zip(other).FirstOrDefault(pair => !pair.First.Equals(pair.Second)) is ({ } first, { } second)
            ? $"{first}, and {second}"
            : null;

    private static bool IsSame(DnsExtension? one, DnsExtension? other) =>
        (one is null && other is null)
        || (one is not null && other is not null
            && one with { Options = [] } == other with { Options = [] }
            && one.Options.Count == other.Options.Count
            && one.Options.Zip(other.Options).All(pair =>
                pair.First.Code == pair.Second.Code && pair.First.Data.Span.SequenceEqual(pair.Second.Data.Span)));

    /// <summary>A message takes microseconds; this is for pointers that make it read again and again.</summary>
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(2);
}
