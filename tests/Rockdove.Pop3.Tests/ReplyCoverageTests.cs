using System.Globalization;
using System.Reflection;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Pop3.Tests;

/// <summary>What all transcripts together say about the replies of the engine.</summary>
public class ReplyCoverageTests
{
    /// <summary>Replies that the engine has for its hosts, and never gives by itself.</summary>
    private static readonly Dictionary<string, string> GivenByHosts = new(StringComparer.Ordinal)
    {
        [nameof(Pop3Replies.Authenticated)] = "the host's verdict, which the totals of the maildrop take the place of",
        [nameof(Pop3Replies.LocalError)] = "the host's handler has failed",
    };

    [Fact]
    public void Every_reply_of_the_engine_is_in_some_transcript()
    {
        var coverage = new ReplyCoverage();
        var known = Replies().Where(reply => !GivenByHosts.ContainsKey(reply.Name)).ToDictionary(
            reply => reply.Reply.ToString(), reply => reply.Name);
        foreach (var text in known.Keys)
            coverage.Know(text);

        // Whole is enough here: TranscriptTests shows that the output does not depend on the cuts.
        var player = new EnginePlayer(() => new Pop3Adapter()) { Coverage = coverage };
        foreach (var file in TranscriptFilesAttribute.Find("pop3"))
            player.PlayWhole(TranscriptFilesAttribute.Read(file));

        var missing = coverage.NeverProduced().Select(text => $"Pop3Replies.{known[text]}: {text}").ToArray();
        Assert.True(
            missing.Length == 0,
            "No transcript produces these. Write one, or say in this file why only a host can:\n"
            + string.Join('\n', missing));
    }

    [Fact]
    public void Every_reply_that_only_hosts_give_is_there() =>
        Assert.Empty(GivenByHosts.Keys.Except(Replies().Select(reply => reply.Name)));

    [Fact]
    public void No_two_replies_say_the_same() =>
        Assert.Empty(Replies().GroupBy(reply => reply.Reply.ToString()).Where(group => group.Count() > 1)
            .Select(group => group.Key));

    [Fact]
    public void Lines_are_no_longer_than_512_octets()
    {
        foreach (var file in TranscriptFilesAttribute.Find("pop3"))
        {
            foreach (var line in TranscriptFilesAttribute.Read(file).Lines)
            {
                var where = $"{file}({line.Number.ToString(CultureInfo.InvariantCulture)}): {line.Text}";
                Assert.True(line.Kind != TranscriptLineKind.Server || line.Octets.Length <= 510, where);
            }
        }
    }

    private static IEnumerable<(string Name, Pop3Reply Reply)> Replies() =>
        from field in typeof(Pop3Replies).GetFields(BindingFlags.Public | BindingFlags.Static)
        where field.FieldType == typeof(Pop3Reply)
        select (field.Name, (Pop3Reply)field.GetValue(null)!);
}
