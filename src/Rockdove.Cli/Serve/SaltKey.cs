using System.Security.Cryptography;

namespace Rockdove.Cli;

/// <summary>
/// The key of made-up salts, in a file beside the store: were it another one after a restart, whoever asks before and
/// after would learn which accounts exist.
/// </summary>
internal static class SaltKey
{
    /// <summary>Reads it, or makes one for the owner of the process alone.</summary>
    public static byte[] In(string folder)
    {
        var path = Path.Combine(folder, "salt.key");
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: Octets } kept)
            return kept;
        var key = RandomNumberGenerator.GetBytes(Octets);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(key);
        return key;
    }

    private const int Octets = 32;
}
