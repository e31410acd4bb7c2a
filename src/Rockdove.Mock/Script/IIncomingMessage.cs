namespace Rockdove.Mock;

/// <summary>A message on its way, for the script to look at.</summary>
internal interface IIncomingMessage
{
    /// <summary>What has come so far, or as much of it as is kept.</summary>
    ReadOnlyMemory<byte> Content { get; }
}
