namespace Rockdove.Prober;

/// <summary>A report that a mail could not be delivered (RFC 3464).</summary>
/// <param name="At">When it was seen.</param>
/// <param name="Status">The status code of the recipient, such as <c>5.1.1</c>; null when there is none.</param>
/// <param name="Diagnostic">What the other server said; null when there is nothing.</param>
/// <param name="RemoteServer">Which server said it; null when there is none.</param>
/// <param name="Message">The whole report.</param>
public sealed record KeptBounce(
    DateTimeOffset At, string? Status, string? Diagnostic, string? RemoteServer, ReadOnlyMemory<byte> Message);
