namespace Rockdove.Storage;

/// <summary>How much a search finds.</summary>
/// <param name="Messages">All that it finds, each as often as it lies somewhere.</param>
/// <param name="Unseen">Those of them without <see cref="SystemFlags.Seen"/>.</param>
public readonly record struct SearchCount(long Messages, long Unseen)
{
    /// <summary>With one message more.</summary>
    public SearchCount With(MessageRow row) =>
        new(Messages + 1, Unseen + (row.Flags.Has(SystemFlags.Seen) ? 0 : 1));
}
