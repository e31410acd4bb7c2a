using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>What all transcripts together say about the replies of the engine.</summary>
public class ReplyCoverageTests
{
    /// <summary>Replies that the engine has for its hosts, and never gives by itself.</summary>
    private static readonly Dictionary<string, string> GivenByHosts = new(StringComparer.Ordinal)
    {
        [nameof(SmtpReplies.TooManyConnections)] = "the host counts connections",
        [nameof(SmtpReplies.LocalError)] = "the host's handler has failed",
        [nameof(SmtpReplies.StorageFull)] = "the host's store is full",
        [nameof(SmtpReplies.Kept)] = "the host's store has the name of a message",
        [nameof(SmtpReplies.NobodyKeepsMail)] = "the state machine has no hook for messages",
        [nameof(SmtpReplies.TlsUnavailable)] = "the host has the certificate",
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
        var player = new EnginePlayer(() => new SmtpAdapter()) { Coverage = coverage };
        foreach (var file in TranscriptFilesAttribute.Find("smtp"))
            player.PlayWhole(TranscriptFilesAttribute.Read(file));

        var missing = coverage.NeverProduced().Select(text => $"SmtpReplies.{known[text]}: {text}").ToArray();
        Assert.True(
            missing.Length == 0,
            "No transcript produces these. Write one, or say in this file why only a host can:\n"
            + string.Join('\n', missing));
    }

    [Fact]
    public void Every_reply_that_only_hosts_give_is_there() =>
        Assert.Empty(GivenByHosts.Keys.Except(Replies().Select(reply => reply.Name)));

    [Fact]
    public void No_two_replies_say_the_same()
    {
        // ReplyCoverage could not tell them apart, nor could somebody who reads a log.
        string[] twins = [nameof(SmtpReplies.Ok), nameof(SmtpReplies.SenderOk), nameof(SmtpReplies.RecipientOk)];
        var texts = Replies().Where(reply => !twins.Contains(reply.Name)).Select(reply => reply.Reply.ToString());
        Assert.Empty(texts.GroupBy(text => text).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void In_all_transcripts_the_class_of_the_status_is_the_first_digit_and_lines_agree()
    {
        foreach (var file in TranscriptFilesAttribute.Find("smtp"))
        {
            var begun = "";
            foreach (var line in TranscriptFilesAttribute.Read(file).Lines)
            {
                if (line.Kind != TranscriptLineKind.Server)
                    continue;
                var reply = Regex.Match(line.Text, @"^(?<code>\d{3})(?<more>[ -])((?<class>[245])\.\d+\.\d+ )?");
                var where = $"{file}({line.Number.ToString(CultureInfo.InvariantCulture)}): {line.Text}";
                Assert.True(reply.Success, where);
                var status = reply.Groups["class"].Value;
                Assert.True(status.Length == 0 || line.Text[0] == status[0], where);
                Assert.True(begun.Length == 0 || begun == reply.Groups["code"].Value, where);
                begun = reply.Groups["more"].Value == "-" ? reply.Groups["code"].Value : "";
            }
        }
    }

    private static IEnumerable<(string Name, SmtpReply Reply)> Replies() =>
        from field in typeof(SmtpReplies).GetFields(BindingFlags.Public | BindingFlags.Static)
        where field.FieldType == typeof(SmtpReply)
        select (field.Name, (SmtpReply)field.GetValue(null)!);
}
