namespace Rockdove.Hosting;

/// <summary>
/// Tells messages from what is said beside them in a server's octets, so that a transcript can have the beginning of
/// long ones only.
/// </summary>
internal interface IServerContent
{
    /// <summary>How many of the first octets are of one kind; one at least.</summary>
    int Take(ReadOnlySpan<byte> octets, out bool isContent);
}
