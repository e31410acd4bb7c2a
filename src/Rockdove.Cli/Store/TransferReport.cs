using System.Globalization;
using Rockdove.Mailboxes;

namespace Rockdove.Cli;

/// <summary>Tells how an export or import goes, and how it ended.</summary>
internal sealed class TransferReport(bool isJson) : IDisposable
{
    private readonly ProgressLine _line = ProgressLine.OnTerminal();
    private readonly List<ProblemJson> _problems = [];
    private bool _isIncomplete;

    public void Show(TransferProgress now) => _line.Show(now.Messages, now.ExpectedMessages, "messages");

    public void Add(TransferProblem problem)
    {
        _line.Dispose();
        ErrorLine.Write(problem.ToString());
        _isIncomplete = true;
        if (isJson && _problems.Count < MostInJson)
            _problems.Add(new(problem.Where, problem.What));
    }

    /// <returns>The exit code.</returns>
    public int End(TransferProgress done, string where)
    {
        _line.Dispose();
        if (isJson)
        {
            StoreJsonContext.Print(
                new(done.Mailboxes, done.Messages, done.Bytes, _problems), StoreJsonContext.Default.TransferJson);
        }
        else
        {
            var problems = done.Problems == 0 ? "" : $"; {Counted(done.Problems, "problem", "problems")}";
            Console.Out.WriteLine($"{Counted(done.Messages, "message", "messages")} of "
                + $"{Counted(done.Mailboxes, "mailbox", "mailboxes")}, {Counted(done.Bytes, "byte", "bytes")}, {where}"
                + problems);
        }
        return _isIncomplete ? ExitCode.Failed : ExitCode.Ok;
    }

    public void Dispose() => _line.Dispose();

    private static string Counted(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    /// <summary>Problems in the JSON object; standard error has all of them.</summary>
    private const int MostInJson = 1000;
}
