using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rockdove.Tidy.Tests;

/// <summary>
/// A test that sleeps is slow on a good day and wrong on a bad one. It turns a manual clock, or waits for the event
/// itself with a bounded timeout. To wait until cancelled is not to sleep.
/// </summary>
internal sealed class TestsDoNotSleep : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        from file in tree.Tests
        from call in file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where Sleeps(call)
        select file.At(
            call,
            $"{call.Expression} in a test: pass a manual clock, or await the event with a bounded timeout.");

    private static bool Sleeps(InvocationExpressionSyntax call)
    {
        var name = call.Expression.ToString();
        var arguments = call.ArgumentList.Arguments;
        if (ThreadSleep.IsMatch(name))
            return true;
        return TaskDelay.IsMatch(name)
            && !(arguments.Count > 0 && Forever.IsMatch(arguments[0].ToString()))
            && !arguments.Skip(1).Any(argument => Clock.IsMatch(argument.Expression.ToString()));
    }

    private static readonly Regex ThreadSleep = new(@"(^|\.)(Thread\.(Sleep|SpinWait)|SpinWait\.SpinUntil)$");
    private static readonly Regex TaskDelay = new(@"(^|\.)Task\.Delay$");
    private static readonly Regex Forever = new(@"^(-1|(Timeout\.)?Infinite(TimeSpan)?)$");
    private static readonly Regex Clock = new("(clock|manualTime|timeProvider)$", RegexOptions.IgnoreCase);

    public override IEnumerable<Tree> Bad =>
    [
        One("tests/A/A.cs", "class A { void M() { Thread.Sleep(1); } }"),
        One("tests/A/A.cs", "class A { void M() { System.Threading.Thread.Sleep(1); } }"),
        One("tests/A/A.cs", "class A { async Task M() { await Task.Delay(10, token); } }"),
        One("tests/A/A.cs", "class A { async Task M(TimeSpan clock) { await Task.Delay(clock); } }"),
        One("tests/A/A.cs", "class A { void M() { SpinWait.SpinUntil(() => true); } }"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        One("tests/A/A.cs", "class A { async Task M() { await Task.Delay(TimeSpan.FromMinutes(5), _clock, token); } }"),
        One("tests/A/A.cs", "class A { async Task M() { await Task.Delay(Timeout.Infinite, token); } }"),
        One("tests/A/A.cs", "class A { async Task M() { await done.Task.WaitAsync(TimeSpan.FromSeconds(5)); } }"),
        One("src/A/A.cs", "class A { async Task M() { await Task.Delay(delay, time); } } // Thread.Sleep"),
    ];
}
