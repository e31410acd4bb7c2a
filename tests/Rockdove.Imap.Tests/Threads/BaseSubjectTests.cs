using System.Diagnostics;

namespace Rockdove.Imap.Tests;

/// <summary>RFC 5256 section 2.1.</summary>
public class BaseSubjectTests
{
    [Theory]
    [InlineData(null, "", false)]
    [InlineData("", "", false)]
    [InlineData("Hello", "Hello", false)]
    [InlineData("  Hello \t world \r\n again ", "Hello world again", false)]
    [InlineData("Re: Hello", "Hello", true)]
    [InlineData("RE:Hello", "Hello", true)]
    [InlineData("re  : re: Fw: FWD: Hello", "Hello", true)]
    [InlineData("Re[2]: Hello", "Hello", true)]
    [InlineData("Re [x] [y]: Hello", "Re [x] [y]: Hello", false)]
    [InlineData("Reply: Hello", "Reply: Hello", false)]
    [InlineData("fwdd: Hello", "fwdd: Hello", false)]
    [InlineData("[list] Hello", "Hello", false)]
    [InlineData("[list] [other] Re: [list] Hello", "Hello", true)]
    [InlineData("[list]", "[list]", false)]
    [InlineData("[a] [b]", "[b]", false)]
    [InlineData("Re: [a]", "[a]", true)]
    [InlineData("[a[b] Hello", "[a[b] Hello", false)]
    [InlineData("[] Hello", "Hello", false)]
    [InlineData("Hello (fwd)", "Hello", true)]
    [InlineData("Hello (FWD) (fwd)  ", "Hello", true)]
    [InlineData("(fwd)", "", true)]
    [InlineData("[Fwd: Hello]", "Hello", true)]
    [InlineData("[Fwd: [Fwd: Re: Hello (fwd)]]", "Hello", true)]
    [InlineData("[list] [Fwd: Hello]", "Hello", true)]
    [InlineData("[Fwd: [list] Hello]", "Hello", true)]
    [InlineData("[Fwd: Hello", "[Fwd: Hello", false)]
    [InlineData("[fwd:]", "", true)]
    [InlineData("Re:", "", true)]
    [InlineData("Re: Re", "Re", true)]
    [InlineData("Re", "Re", false)]
    [InlineData("Grüße Re: x", "Grüße Re: x", false)]
    [InlineData("[list]Re: a]", "a]", true)]
    public void Is_what_answering_and_forwarding_leave(string? subject, string expected, bool isReply)
    {
        Assert.Equal(expected, BaseSubject.Of(subject, out var found));
        Assert.Equal(isReply, found);
    }

    [Theory]
    [InlineData("re: ")]
    [InlineData("[fwd:")]
    [InlineData("[x]")]
    [InlineData("[x] re: ")]
    [InlineData("(fwd)")]
    [InlineData("[")]
    [InlineData("]")]
    [InlineData("re [")]
    [InlineData(" ")]
    public void Takes_time_in_proportion(string piece)
    {
        var subject = string.Concat(Enumerable.Repeat(piece, 200_000)) + "x" + new string(']', 200_000);
        var before = Process.GetCurrentProcess().UserProcessorTime;
        BaseSubject.Of(subject, out _);
        Assert.True(
            Process.GetCurrentProcess().UserProcessorTime - before < TimeSpan.FromSeconds(5),
            $"a megabyte of '{piece}' takes too long");
    }
}
