using System.Diagnostics;
using System.Globalization;

namespace Rockdove.Cli;

/// <summary>A bar on standard error that is rewritten in place; nothing at all where that is no terminal.</summary>
internal sealed class ProgressLine(TextWriter output, bool isShown) : IDisposable
{
    private long _last;
    private bool _isThere;

    public static ProgressLine OnTerminal() => new(Console.Error, !Console.IsErrorRedirected);

    /// <summary>Tells how far it is; drawn a few times in a second, however often it is told.</summary>
    /// <param name="done">So much is done.</param>
    /// <param name="expected">Of so much; 0 if nobody knows.</param>
    /// <param name="what">Of what: <c>messages</c>.</param>
    public void Show(long done, long expected, string what)
    {
        if (!isShown || _isThere && Stopwatch.GetElapsedTime(_last) < Between)
            return;
        (_last, _isThere) = (Stopwatch.GetTimestamp(), true);
        output.Write("\r\e[K" + Line(done, expected, what));
    }

    public static string Line(long done, long expected, string what)
    {
        if (expected <= 0)
            return string.Create(CultureInfo.InvariantCulture, $"{done:N0} {what}");
        var share = Math.Clamp((double)done / expected, 0, 1);
        var filled = (int)(share * Width);
        var bar = new string('#', filled) + new string('.', Width - filled);
        return string.Create(
            CultureInfo.InvariantCulture, $"[{bar}] {(int)(share * 100),3} %  {done:N0} of {expected:N0} {what}");
    }

    public void Dispose()
    {
        if (_isThere)
            output.Write("\r\e[K");
        _isThere = false;
    }

    private const int Width = 30;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
}
