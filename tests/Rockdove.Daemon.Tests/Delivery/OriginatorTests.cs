using System.Text;

namespace Rockdove.Daemon.Tests;

/// <summary>Under whose name those write who have logged in: the From and Sender fields of their mail.</summary>
public sealed class OriginatorTests
{
    [Theory]
    [InlineData("From: Ann <ann@example.org>")]
    [InlineData("from : \"Boss (boss@example.org)\" <ANN@Example.Org>")]
    [InlineData("From: ann+lists@example.org")]
    [InlineData("From: Sales <sales@example.org>")]
    [InlineData("From: ann@example.org, A.N <a.n@example.org>")]
    [InlineData("From:\r\n =?utf-8?q?B=C3=BCcher?=\r\n <ann@example.org>\r\nSender: a.n@example.org")]
    [InlineData("From: ann@example.org\r\nReply-To: boss@example.org\r\nTo: boss@example.org")]
    [InlineData("From: Nobody in particular:;")]
    [InlineData("Subject: no author at all")]
    [InlineData("From: ann@example.org\r\n\r\nFrom: boss@example.org")]
    public async Task Own_addresses_may_be_there(string header)
    {
        await using var daemon = await StartAsync(OriginatorRule.Own);
        await using var talk = await daemon.SubmitAsync("ann");

        await talk.SendMessageAsync("ann@example.org", ["bob@example.org"], 250, Message(header));
        Assert.Single(await daemon.ReadAsync("bob"));
    }

    [Theory]
    [InlineData("From: boss@example.org", "From: boss@example.org is not yours to send from")]
    [InlineData("From: ann@elsewhere.test", "From: ann@elsewhere.test is not yours to send from")]
    [InlineData("From: Ann <boss@example.org>", "From: boss@example.org is not yours")]
    [InlineData("FROM  : boss@example.org", "From: boss@example.org is not yours")]
    [InlineData("From: ann@example.org, boss@example.org", "From: boss@example.org is not yours")]
    [InlineData("From: All: ann@example.org, boss@example.org;", "From: boss@example.org is not yours")]
    [InlineData("From: ann@example.org\r\nFrom: boss@example.org", "From: boss@example.org is not yours")]
    [InlineData("From: Ann\r\n\t<boss@example.org>", "From: boss@example.org is not yours")]
    [InlineData("From: ann@example.org\r\nSender: boss@example.org", "Sender: boss@example.org is not yours")]
    [InlineData("From: boss@example.org\r\nSender: ann@example.org", "From: boss@example.org is not yours")]
    [InlineData("From: boss@example.org\r\nResent-From: ann@example.org", "From: boss@example.org is not yours")]
    [InlineData("From: ann@example.org\r\nno field\r\nFrom: boss@example.org", "From: boss@example.org is not yours")]
    [InlineData("no field\r\nFrom: boss@example.org", "From: boss@example.org is not yours")]
    [InlineData("From: <ann@example.org> <boss@example.org>", "From has no addresses that can be read")]
    [InlineData("From: ann@example.org <boss@example.org>", "From has no addresses that can be read")]
    [InlineData("From: ann", "From has no addresses that can be read")]
    [InlineData("From: @example.org", "From has no addresses that can be read")]
    [InlineData("From: <>", "From has no addresses that can be read")]
    [InlineData("From: \"@example.org", "From has no addresses that can be read")]
    [InlineData("From: b\u00c3\u00b6ss@example.org", "From: b?ss@example.org is not yours")]
    [InlineData("Sender: Nobody:;", "Sender has no addresses that can be read")]
    public async Task Others_may_not(string header, string reply)
    {
        await using var daemon = await StartAsync(OriginatorRule.Own);
        await using var talk = await daemon.SubmitAsync("ann");

        var told = await talk.SendMessageAsync("ann@example.org", ["bob@example.org"], 550, Message(header));
        Assert.StartsWith($"550 5.7.1 {reply}", told, StringComparison.Ordinal);
        Assert.Empty(await daemon.ReadAsync("bob"));
        await talk.SendMessageAsync("ann@example.org", ["bob@example.org"]); // The session goes on.
    }

    [Theory]
    [InlineData("From: boss@example.org\r\nSender: Ann <ann@example.org>", 250)]
    [InlineData("From: boss@elsewhere.test\r\nSender: ann@example.org", 250)]
    [InlineData("From: ann@example.org", 250)]
    [InlineData("From: boss@example.org", 550)]
    [InlineData("From: ann@example.org\r\nSender: boss@example.org", 550)]
    [InlineData("From: boss@example.org\r\nSender: ann@example.org\r\nSender: boss@example.org", 550)]
    public async Task Mail_on_behalf_of_others_needs_a_sender_of_ones_own(string header, int code)
    {
        await using var daemon = await StartAsync(OriginatorRule.Sender);
        await using var talk = await daemon.SubmitAsync("ann");

        await talk.SendMessageAsync("ann@example.org", ["bob@example.org"], code, Message(header));
    }

    [Fact]
    public async Task Where_nobody_looks_anything_may_be_there()
    {
        await using var daemon = await StartAsync(OriginatorRule.Any);
        await using var talk = await daemon.SubmitAsync("ann");

        await talk.SendMessageAsync(
            "ann@example.org", ["bob@example.org"], 250, Message("From: boss@elsewhere.test\r\nSender: <<"));
    }

    [Fact]
    public async Task Whoever_has_not_logged_in_is_anybody()
    {
        await using var daemon = await StartAsync(OriginatorRule.Own);
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.HelloAsync();

        await talk.SendMessageAsync("x@elsewhere.test", ["bob@example.org"], 250, Message("From: x@elsewhere.test"));
    }

    [Fact]
    public async Task Port_25_holds_those_to_it_who_have_logged_in()
    {
        await using var daemon = await StartAsync(OriginatorRule.Own);
        await using var talk = await daemon.SubmitAsync("ann", "mx");

        await talk.SendMessageAsync("", ["bob@example.org"], 550, Message("From: boss@example.org"));
    }

    [Fact]
    public async Task A_reload_changes_the_rule()
    {
        await using var daemon = await StartAsync(OriginatorRule.Own);
        await using var talk = await daemon.SubmitAsync("ann");
        await talk.SendMessageAsync("ann@example.org", ["bob@example.org"], 550, Message("From: boss@example.org"));

        daemon.Daemon.Change(
            daemon.Daemon.Settings with { Submission = new SubmissionRules { From = OriginatorRule.Any } });

        await talk.SendMessageAsync("ann@example.org", ["bob@example.org"], 250, Message("From: boss@example.org"));
    }

    [Theory]
    [InlineData(OriginatorCheck.MaximumAddresses, 250)]
    [InlineData(OriginatorCheck.MaximumAddresses + 1, 550)]
    public async Task Addresses_are_counted_each_once(int count, int code)
    {
        await using var daemon = await StartAsync(OriginatorRule.Own);
        await using var talk = await daemon.SubmitAsync("ann");
        var addresses = Enumerable.Range(0, count).Select(i => $"ann+{i}@example.org");
        var header = $"From: {string.Join(",\r\n ", [.. addresses, "ann+0@example.org"])}";

        var reply = await talk.SendMessageAsync("ann@example.org", ["bob@example.org"], code, Message(header));
        Assert.Equal(code == 550, reply.Contains("more than 100 addresses", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PassingHeader.MaximumOriginatorOctets, 250)]
    [InlineData(PassingHeader.MaximumOriginatorOctets + 1, 550)]
    public async Task The_fields_have_a_greatest_length(int octets, int code)
    {
        await using var daemon = await StartAsync(OriginatorRule.Own);
        await using var talk = await daemon.SubmitAsync("ann");
        var header = new StringBuilder("From:");
        while (header.Length < octets - 600)
            header.Append("\r\n (").Append('x', 400).Append(')');
        const string End = "\r\n ann@example.org";
        var left = octets - header.Length - End.Length - "\r\n".Length - "\r\n ()".Length;
        header.Append("\r\n (").Append('x', left).Append(')').Append(End);

        var reply = await talk.SendMessageAsync("ann@example.org", ["bob@example.org"], code, Message($"{header}"));
        Assert.Equal(code == 550, reply.Contains("more than 65536 octets", StringComparison.Ordinal));
    }

    private static async Task<RunningDaemon> StartAsync(OriginatorRule rule)
    {
        var daemon = await RunningDaemon.StartAsync(
            settings => settings with
            {
                Submission = new SubmissionRules { From = rule },
                Aliases = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["sales@example.org"] = ["ann@example.org", "bob@example.org"],
                },
            });
        await daemon.AddAccountAsync("ann", addresses: ["ann@example.org", "a.n@example.org"]);
        await daemon.AddAccountAsync("bob");
        await daemon.AddAccountAsync("boss");
        return daemon;
    }

    private static string Message(string header) => $"{header}\r\nSubject: x\r\n\r\nHello\r\n";
}
