namespace Rockdove.Mailboxes;

/// <summary>How far an export or import has come.</summary>
/// <param name="Mailboxes">Mailboxes begun.</param>
/// <param name="Messages">Messages that are there.</param>
/// <param name="Bytes">Octets of them, as the store counts them.</param>
/// <param name="Problems">What could not be done, or not wholly.</param>
/// <param name="ExpectedMessages">How many there will be; 0 if nobody knows.</param>
public readonly record struct TransferProgress(
    long Mailboxes, long Messages, long Bytes, long Problems, long ExpectedMessages);
