namespace Rockdove.Hosting;

/// <summary>
/// A setting in the configuration is unknown or bad. The message is one line that names the key, the value, where it
/// came from and what is allowed.
/// </summary>
public sealed class InvalidSettingException(string message) : Exception(message);
