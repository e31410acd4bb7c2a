namespace Rockdove.Prober;

/// <summary>A login holds what cannot be sent, such as a password of two lines.</summary>
internal sealed class UnusableLoginException(string message, Exception inner) : Exception(message, inner);
