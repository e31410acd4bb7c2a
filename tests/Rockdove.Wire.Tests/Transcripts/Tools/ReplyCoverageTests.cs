using System.Globalization;
using System.Text;
using Rockdove.Testing;

namespace Rockdove.Wire.Tests;

public sealed class ReplyCoverageTests
{
    [Fact]
    public void There_is_one_collector_for_each_protocol()
    {
        Assert.Same(ReplyCoverage.Of("toy"), ReplyCoverage.Of("toy"));
        Assert.NotSame(ReplyCoverage.Of("toy"), ReplyCoverage.Of("other toy"));
    }

    [Fact]
    public void A_reply_may_be_known_after_it_was_produced()
    {
        var coverage = new ReplyCoverage();
        coverage.Produced("250 2.1.0 <a@b> Ok"u8);
        coverage.Know("250 2.1.0 <*> Ok");
        coverage.Know("452 4.3.1 *");
        coverage.Know("452 4.3.1 *");

        Assert.Equal(["452 4.3.1 *"], coverage.NeverProduced());
        Assert.Empty(coverage.NotKnown());
    }

    [Fact]
    public void Many_plays_at_once_lose_nothing()
    {
        var coverage = new ReplyCoverage();
        Parallel.For(0, 2000, i =>
        {
            coverage.Know("250 " + i.ToString(CultureInfo.InvariantCulture));
            coverage.Produced(Encoding.ASCII.GetBytes("250 " + (i % 1999).ToString(CultureInfo.InvariantCulture)));
        });

        Assert.Equal(["250 1999"], coverage.NeverProduced());
    }

    [Fact]
    public void A_template_that_is_no_server_line_is_refused() =>
        Assert.Throws<TranscriptException>(() => new ReplyCoverage().Know("250 \\q"));

    [Fact]
    public void A_folder_without_transcripts_is_an_error_and_not_no_tests()
    {
        Assert.Throws<InvalidOperationException>(() => TranscriptFilesAttribute.Find("none"));
        Assert.Throws<InvalidOperationException>(() => TranscriptFilesAttribute.Find("toy", "elsewhere"));
        Assert.Contains("toy/everything.toy", TranscriptFilesAttribute.Find("toy", "toy"));
    }
}
