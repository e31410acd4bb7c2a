namespace Rockdove.Catcher;

/// <summary>A message is not released, and nothing was queued.</summary>
public sealed class ReleaseRefusedException : Exception
{
    public ReleaseRefusedException()
    {
    }

    public ReleaseRefusedException(string message)
        : base(message)
    {
    }

    public ReleaseRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>There is no route at all: nobody has switched it on.</summary>
    public bool IsSwitchedOff { get; init; }
}
