using System.Security.Cryptography;

namespace Rockdove.Prober;

/// <summary>The file of the key that marks are signed with.</summary>
public static class MarkKey
{
    /// <summary>A key for one run.</summary>
    public static byte[] New() => RandomNumberGenerator.GetBytes(Octets);

    /// <summary>Reads the key; makes a file that only its owner can read, if there is none.</summary>
    /// <param name="file">Its path.</param>
    /// <exception cref="IOException">It cannot be read or made, or what is in it is too short for a key.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static byte[] ReadOrMake(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        if (!File.Exists(file))
            Make(file);
        var key = File.ReadAllBytes(file);
        return key.Length >= ProbeMark.MinimumKeyBytes
            ? key
            : throw new IOException($"The key in {file} has {key.Length} octets; {ProbeMark.MinimumKeyBytes} are the "
                + "least. Delete the file to have a new one made; mails that the old one has signed then stay.");
    }

    /// <summary>Under another name first: whoever is killed meanwhile leaves no half of a key.</summary>
    private static void Make(string file)
    {
        var unfinished = file + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(unfinished, options))
        {
            stream.Write(New());
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(unfinished, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(unfinished); // Somebody else was first, and theirs counts.
        }
    }

    private const int Octets = 32;
}
