namespace Rockdove.Mock;

/// <summary>Which of the times that a moment comes a rule is for. Times are counted from 1.</summary>
internal abstract record Occurrence
{
    public abstract bool Selects(long time);

    /// <summary>Everything that <paramref name="other"/> selects, this selects too.</summary>
    public virtual bool Covers(Occurrence other) => Equals(other);

    /// <summary>There is no time that is not selected.</summary>
    public virtual bool IsAlways => false;

    public sealed record Always : Occurrence
    {
        public override bool Selects(long time) => true;

        public override bool IsAlways => true;
    }

    public sealed record Nth(long Time) : Occurrence
    {
        public override bool Selects(long time) => time == Time;
    }

    public sealed record First(long Times) : Occurrence
    {
        public override bool Selects(long time) => time <= Times;

        public override bool Covers(Occurrence other) => other switch
        {
            First first => first.Times <= Times,
            Nth nth => nth.Time <= Times,
            _ => false,
        };
    }

    public sealed record Every(long Period) : Occurrence
    {
        public override bool Selects(long time) => time % Period == 0;

        public override bool IsAlways => Period == 1;

        public override bool Covers(Occurrence other) => other switch
        {
            Every every => every.Period % Period == 0,
            Nth nth => nth.Time % Period == 0,
            _ => false,
        };
    }

    /// <summary>The n-th time depends on the seed and on n alone, so that a run can be repeated.</summary>
    public sealed record Chance(double Probability, int Seed) : Occurrence
    {
        public override bool Selects(long time) => Draw(time) < Probability;

        public override bool IsAlways => Probability >= 1;

        /// <summary>
        /// SplitMix64: each number of the sequence is as good as the next, without drawing those before.
        /// </summary>
        private double Draw(long time)
        {
            var bits = unchecked((ulong)(uint)Seed * 0xD1B54A32D192ED03UL + (ulong)time * 0x9E3779B97F4A7C15UL);
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
            return ((bits ^ (bits >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
