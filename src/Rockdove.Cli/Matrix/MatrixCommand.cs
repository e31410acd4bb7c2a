using System.CommandLine;
using System.Globalization;
using Rockdove.Prober;

namespace Rockdove.Cli;

/// <summary><c>rockdove matrix</c>: the results of a prober as a picture, in place of maping's gensvg.</summary>
internal static class MatrixCommand
{
    public static Command Create()
    {
        var database = new Option<string>("--db", "-db")
        {
            Description = "The results; if they are not there, maping.db and ../maping.db are tried, as by gensvg.",
            HelpName = "FILE",
            DefaultValueFactory = _ => MatrixDatabase.Default,
        }.NotEmpty("a file");
        var output = new Option<string>("--output", "-output")
        {
            Description = "The picture, written over what is there; - writes to standard output.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "output.svg",
        }.NotEmpty("a file, or -");
        var timestamp = new Option<long?>("--timestamp", "-timestamp")
        {
            Description = "The run that began in this second since 1970; 0 or one to come is the newest run.",
            HelpName = "SECONDS",
        };
        var at = new Option<DateTimeOffset?>("--at")
        {
            Description = "What was known at a time, such as 2026-11-26T09:30Z; without a zone it is local.",
            HelpName = "TIME",
            CustomParser = result => ReadTime(result.Tokens[0].Value, result.AddError),
        };
        var title = new Option<string?>("--title") { Description = "What stands above it.", HelpName = "TEXT" };
        var scheme = new Option<string>("--scheme")
        {
            Description = "auto follows the reader; light and dark do not.",
            HelpName = "auto|light|dark",
            DefaultValueFactory = _ => "auto",
        }.AcceptOnlyFromAmong("auto", "light", "dark");
        var classic = new Option<bool>("--classic") { Description = "Draw it as gensvg does." };
        var command = new Command("matrix", Help) { database, output, timestamp, at, title, scheme, classic };
        command.Validators.Add(result =>
        {
            if (result.GetResult(timestamp) is { Implicit: false } && result.GetResult(at) is { Implicit: false })
                result.AddError("--timestamp and --at: choose one");
            if (result.GetValue(classic) && result.GetResult(scheme) is { Implicit: false })
                result.AddError("--classic has no --scheme: leave one out");
        });
        command.SetAction((parsed, _) => StoreRun.RunAsync(() => Task.FromResult(MatrixRun.Run(
            parsed.GetValue(database)!,
            parsed.GetValue(output)!,
            parsed.GetValue(at),
            parsed.GetValue(timestamp) ?? 0,
            parsed.GetValue(title),
            parsed.GetValue(classic) ? null : new SvgMatrixOptions { Scheme = Scheme(parsed.GetValue(scheme)!) }))));
        return command;
    }

    private static DateTimeOffset? ReadTime(string text, Action<string> refuse)
    {
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time))
            return time;
        refuse($"--at '{text}' is no time; allowed is 2026-11-26T09:30Z, or without the Z for local time");
        return null;
    }

    private static SvgScheme Scheme(string word) => word switch
    {
        "light" => SvgScheme.Light,
        "dark" => SvgScheme.Dark,
        _ => SvgScheme.AsTheReaderHasIt,
    };

    private const string Help =
        """
        Draw the matrix of who reaches whom, and how fast, as SVG.

        Without --timestamp and --at it is the newest run. docs/matrix.md tells how to read it. It takes gensvg's flags,
        also with one dash.

        Exit codes: 0 drawn, 1 not drawn, 2 usage.

        Examples:
          rockdove matrix --output matrix.svg
          rockdove matrix --db maping.db --output matrix.svg --timestamp 1764142200 --classic
          rockdove matrix --db maping.db --at 2026-11-26T09:30Z --output - > matrix.svg
        """;
}
