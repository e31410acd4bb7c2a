using System.Buffers;
using System.Globalization;
using System.Reflection;
using Rockdove.Prober;

namespace Rockdove.Cli;

/// <summary>Reads a matrix, draws it and writes it.</summary>
internal static class MatrixRun
{
    /// <param name="database">Where somebody says that the results are.</param>
    /// <param name="output">The file; <c>-</c> is standard output.</param>
    /// <param name="at">The moment; null for a run.</param>
    /// <param name="timestamp">The second of the run; 0 for the newest.</param>
    /// <param name="title">What stands above it; null for the usual.</param>
    /// <param name="options">How it is drawn; null for gensvg's way.</param>
    public static int Run(
        string database, string output, DateTimeOffset? at, long timestamp, string? title, SvgMatrixOptions? options)
    {
        var path = MatrixDatabase.Find(database, ErrorLine.Write);
        using var reader = ProbeReader.Open(path);
        var view = new MatrixView { TimeZone = TimeZoneInfo.Local, Tool = $"rockdove {Version()}" };
        if (title is not null)
            view = view with { Title = title };
        if (options is not null)
            view = view with { History = SvgMatrixOptions.LongestLine };
        var picture = at is { } moment
            ? reader.MatrixAt(moment, view)
            : reader.MatrixOfRun(timestamp, TimeProvider.System.GetUtcNow(), view);
        if (picture is null)
        {
            ErrorLine.Write(Absent(reader, path, timestamp));
            return ExitCode.Failed;
        }

        var svg = new ArrayBufferWriter<byte>();
        if (options is null)
            ClassicSvg.Render(picture, svg);
        else
            SvgMatrix.Render(picture, options, svg);
        if (output == "-")
        {
            using var standard = Console.OpenStandardOutput();
            standard.Write(svg.WrittenSpan);
            return ExitCode.Ok;
        }

        File.WriteAllBytes(output, svg.WrittenSpan);
        return ExitCode.Ok;
    }

    private static string Absent(ProbeReader reader, string path, long timestamp) => reader.Runs(1) is [var newest]
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: no run began at --timestamp {timestamp}; the newest began at "
                + $"{newest.Started.ToUnixTimeSeconds()} ({newest.Started:yyyy-MM-dd HH:mm:ss} UTC)")
        : $"{path}: there is no run in it yet";

    private static string Version() =>
        typeof(MatrixRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?
            .InformationalVersion.Split('+')[0] ?? "";
}
