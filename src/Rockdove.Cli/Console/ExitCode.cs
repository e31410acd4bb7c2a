namespace Rockdove.Cli;

/// <summary>How a command ends. <c>rockdove send</c> has more, one for each phase.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It ran, and failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line or a configuration key makes no sense; nothing was done.</summary>
    public const int Usage = 2;
}
