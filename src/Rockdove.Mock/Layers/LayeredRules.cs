namespace Rockdove.Mock;

/// <summary>Asks layer after layer: the first that acts has the word, and those behind it count on.</summary>
internal sealed class LayeredRules(Func<IReadOnlyList<MockLayer>> layers) : IRules
{
    public bool SpeakOf(MockMoment moment)
    {
        foreach (var layer in layers())
        {
            if (layer.SpeaksOf(moment))
                return true;
        }

        return false;
    }

    public Performance? Perform(MockEvent happened)
    {
        Performance? act = null;
        foreach (var layer in layers())
        {
            if (act is null)
                act = layer.Perform(happened);
            else
                layer.Count(happened);
        }

        return act;
    }

    public IReadOnlyList<MockRule> PerformInContent(MockEvent begins) =>
        [.. layers().SelectMany(layer => layer.PerformInContent(begins)).OrderBy(rule => rule.ContentBytes)];
}
