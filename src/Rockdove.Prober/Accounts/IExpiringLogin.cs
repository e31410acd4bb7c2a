namespace Rockdove.Prober;

/// <summary>A login that runs out at a time that is known.</summary>
internal interface IExpiringLogin
{
    /// <summary>When; null while there is none.</summary>
    DateTimeOffset? Expires { get; }
}
