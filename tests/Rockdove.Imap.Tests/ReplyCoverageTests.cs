using System.Reflection;
using Rockdove.Testing;

namespace Rockdove.Imap.Tests;

/// <summary>What all transcripts together say about the replies of the engine.</summary>
public class ReplyCoverageTests
{
    /// <summary>Replies that the engine has for its hosts, and that no transcript gives.</summary>
    private static readonly Dictionary<string, string> GivenByHosts = new(StringComparer.Ordinal)
    {
        [nameof(ImapReplies.Broken)] = "the host's handler has failed",
        [nameof(ImapReplies.NoBinary)] = "the host's handler knows transfer encodings",
        [nameof(ImapReplies.NoTls)] = "the host has the certificate",
    };

    [Fact]
    public void Every_reply_of_the_engine_is_in_some_transcript()
    {
        var coverage = new ReplyCoverage();
        var known = Replies().Where(reply => !GivenByHosts.ContainsKey(reply.Name))
            .ToDictionary(reply => Pattern(reply.Reply), reply => reply.Name);
        foreach (var text in known.Keys)
            coverage.Know(text);

        // Whole is enough here: TranscriptTests shows that the output does not depend on the cuts.
        var player = new EnginePlayer(() => new ImapAdapter()) { Coverage = coverage };
        foreach (var file in TranscriptFilesAttribute.Find("imap"))
            player.PlayWhole(TranscriptFilesAttribute.Read(file));

        var missing = coverage.NeverProduced().Select(text => $"ImapReplies.{known[text]}: {text}").ToArray();
        Assert.True(
            missing.Length == 0,
            "No transcript produces these. Write one, or say in this file why only a host can:\n"
            + string.Join('\n', missing));
    }

    [Fact]
    public void No_two_replies_say_the_same()
    {
        // A log should tell them apart; these two differ in their codes, which a client reads.
        string[] twins = [nameof(ImapReplies.TryCreate), nameof(ImapReplies.NoSuchMailbox)];
        var texts = Replies().Where(reply => !twins.Contains(reply.Name)).Select(reply => reply.Reply.Text);
        Assert.Empty(texts.GroupBy(text => text).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    /// <summary>Whatever the tag.</summary>
    private static string Pattern(ImapReply reply)
    {
        var code = reply.Code is null ? "" : $"[{reply.Code}] ";
        return $"*{reply.Condition.ToString().ToUpperInvariant()} {code}{reply.Text}";
    }

    private static IEnumerable<(string Name, ImapReply Reply)> Replies() =>
        typeof(ImapReplies).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (field.Name, (ImapReply)field.GetValue(null)!));
}
