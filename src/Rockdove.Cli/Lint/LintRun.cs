using Rockdove.Mime;

namespace Rockdove.Cli;

/// <summary>Looks into one file after the other. Each is in memory while it is looked at.</summary>
internal sealed class LintRun(LintFormat format, Action<string> complain, Func<Stream> openInput)
{
    private bool _hasDefects;
    private bool _hasFailed;

    /// <returns>The exit code.</returns>
    public int Run(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            if (path == "-")
                Look("-", ReadInput);
            else if (Directory.Exists(path))
                LookInto(path);
            else
                Look(path, () => File.ReadAllBytes(path));
        }

        format.End();
        return _hasFailed ? ExitCode.Usage : _hasDefects ? ExitCode.Failed : ExitCode.Ok;
    }

    private void LookInto(string directory)
    {
        List<string> files;
        try
        {
            files = [.. Directory.EnumerateFiles(directory, "*", EveryFile).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fail(directory, error);
            return;
        }

        foreach (var file in files)
            Look(file, () => File.ReadAllBytes(file));
    }

    private void Look(string name, Func<byte[]> read)
    {
        byte[] octets;
        try
        {
            octets = read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fail(name, error);
            return;
        }

        var defects = LintDefect.Find(octets);
        _hasDefects |= defects.Count > 0;
        format.Add(name, defects);
    }

    private byte[] ReadInput()
    {
        using var input = openInput();
        using MemoryStream octets = new();
        input.CopyTo(octets);
        return octets.ToArray();
    }

    private void Fail(string name, Exception error)
    {
        _hasFailed = true;
        complain(error switch
        {
            FileNotFoundException or DirectoryNotFoundException => $"{name}: there is no such file or directory",
            UnauthorizedAccessException => $"{name}: may not be read by this user",
            _ => $"{name}: {error.Message}",
        });
    }

    // Symbolic links are not followed: one could lead back.
    private static readonly EnumerationOptions EveryFile = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };
}
