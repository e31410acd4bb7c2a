namespace Rockdove.Prober;

/// <summary>Which transcripts of probes that went well are kept: one in so many, the same ones each time.</summary>
/// <param name="OneIn">1 keeps all; 0 keeps none.</param>
internal readonly record struct TranscriptSampling(int OneIn)
{
    /// <summary>
    /// Whether those of this probe are kept. The number is mixed first (Fibonacci hashing), since probes are numbered
    /// in the order of the pairs, and every twentieth would always be the same pair.
    /// </summary>
    public bool Keeps(long number) =>
        OneIn > 0 && (ulong)number * 0x9E3779B97F4A7C15 >> 32 is var mixed && mixed % (ulong)OneIn == 0;
}
