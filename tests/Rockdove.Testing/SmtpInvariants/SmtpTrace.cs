namespace Rockdove.Testing;

/// <summary>What an engine did in one run: the same for every way of cutting the input.</summary>
internal sealed class SmtpTrace
{
    public ReplyStream Replies { get; } = new();

    /// <summary>
    /// The content of messages that the host was asked about, one after another. Of a message that the engine refuses
    /// by itself, how much was handed out before the flaw was seen does depend on the cuts.
    /// </summary>
    public List<byte> Content { get; } = [];

    public List<string> Questions { get; } = [];

    public int Pauses { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>Bytes that the engine allocated by itself.</summary>
    public long AllocatedBytes { get; set; }

    /// <summary>Says where two runs differ; null when they do not.</summary>
    public string? DifferenceFrom(SmtpTrace other)
    {
        var common = Questions.Zip(other.Questions).TakeWhile(pair => pair.First == pair.Second).Count();
        if (common < Math.Max(Questions.Count, other.Questions.Count))
        {
            return $"question {common} is {Questions.ElementAtOrDefault(common) ?? "missing"}, "
                + $"not {other.Questions.ElementAtOrDefault(common) ?? "missing"}";
        }

        if (!Replies.Octets.AsSpan().SequenceEqual(other.Replies.Octets))
            return $"the replies are{Text(Replies.Octets)}\nnot{Text(other.Replies.Octets)}";
        if (!Content.SequenceEqual(other.Content))
            return $"the content is{Text([.. Content])}\nnot{Text([.. other.Content])}";
        if (IsClosed != other.IsClosed)
            return $"closed is {IsClosed}, not {other.IsClosed}";
        return Pauses == other.Pauses ? null : $"it pauses {Pauses} times, not {other.Pauses}";
    }

    private static string Text(byte[] octets) => "\n  " + System.Text.Encoding.Latin1.GetString(octets)
        .Replace("\r\n", "\n  ", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
}
