namespace Rockdove.Mock;

/// <summary>Who is asked at each moment whether there is something to do.</summary>
internal interface IRules
{
    /// <summary>There is a rule for this moment, whatever else it asks for.</summary>
    bool SpeakOf(MockMoment moment);

    /// <summary>What the script has to say at this moment; null when it leaves it alone.</summary>
    Performance? Perform(MockEvent happened);

    /// <summary>What the script does in the midst of a message that begins now, in the order of octets.</summary>
    IReadOnlyList<MockRule> PerformInContent(MockEvent begins);
}
