namespace Rockdove.Hosting;

/// <summary>
/// A message will never come to its end: what was read of it is worth nothing, and whatever its delegate returns now is
/// ignored. Thrown by reads of a <see cref="MessageBody"/>.
/// </summary>
public sealed class MessageAbortedException(string message) : IOException(message);
