using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Imap.Tests;

/// <summary>
/// Settings that make no sense are refused when the protocol is built, by name; so are hosts that err.
/// </summary>
public class SettingTests
{
    [Fact]
    public void Every_limit_has_a_least_value()
    {
        foreach (var property in typeof(ImapLimits).GetProperties())
        {
            var limits = new ImapLimits();
            object least = property.PropertyType == typeof(TimeSpan) ? TimeSpan.FromTicks(-1)
                : property.PropertyType == typeof(long) ? (object)-1L : -1;
            property.SetValue(limits, least);
            var refusal = Assert.Throws<ArgumentException>(limits.Validate);
            Assert.Contains(property.Name, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Extensions_are_there_once_and_whole()
    {
        Refused("Two extensions claim the capability IDLE", [new Idle(), new Idle()]);
        Refused("needs ESEARCH", [new SearchRes()]);
        Refused("needs CONDSTORE and ENABLE", [new Qresync(), new Enable()]);
        Refused("needs SPECIAL-USE", [new CreateSpecialUse()]);
        Refused("needs LIST-EXTENDED", [new ListStatus()]);
        Refused("needs SORT", [new SortDisplay()]);
        Refused("needs SORT and ESEARCH", [new Sort(), new Esort()]);
        Refused("needs ESEARCH", [new Partial()]);
        Refused("needs ENABLE", [new Utf8Accept()]);
        Refused("cannot be offered beside LITERAL-", [new LiteralMinus(), new LiteralPlus()]);
        Refused("IMAP4rev2 needs LITERAL-, SASL-IR", [new Rev2()]);
    }

    [Fact]
    public void What_needs_a_handler_is_offered_only_by_name()
    {
        var standard = new ImapProtocol(Session.Options).Extensions;
        Assert.Empty(standard.Intersect(ImapExtensions.ForHandlers));
        Assert.DoesNotContain(standard, extension => extension is Compress or StartTls);
        _ = new ImapProtocol(Session.Options with { Extensions = [.. standard, .. ImapExtensions.ForHandlers] });
    }

    [Fact]
    public void Names_are_printable()
    {
        Assert.Throws<ArgumentException>(() => new ImapProtocol(Session.Options with { HostName = "" }));
        Assert.Throws<ArgumentException>(() => new ImapProtocol(Session.Options with { Greeting = "a\r\nb" }));
        Assert.Throws<ArgumentException>(() => new ImapProtocol(Session.Options with { HierarchyDelimiter = '*' }));
        Assert.Throws<ArgumentException>(() => new ImapProtocol(Session.Options with { HierarchyDelimiter = 'é' }));
    }

    [Fact]
    public void An_answer_needs_its_question()
    {
        var engine = new ImapServerEngine(new ImapProtocol(Session.Options), new ImapSession());
        var output = new ArrayBufferWriter<byte>();

        Assert.Throws<InvalidOperationException>(() => engine.Answer(null, output));
        Assert.Throws<InvalidOperationException>(() => engine.Data(output));
        Assert.Throws<InvalidOperationException>(() => engine.Provide(null, output));
        Assert.Throws<InvalidOperationException>(() => engine.Found(MessageSet.Empty, 0, output));
        engine.Ask(new SelectQuestion("INBOX", false));
        Assert.Throws<InvalidOperationException>(() => engine.Answer(ImapReplies.Completed, output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void A_greeting_that_is_no_welcome_ends_the_connection()
    {
        var engine = new ImapServerEngine(new ImapProtocol(Session.Options), new ImapSession());
        var output = new ArrayBufferWriter<byte>();
        engine.Start(output);
        engine.Answer(ImapReply.Bye("Too many connections", ImapCodes.Unavailable), output);

        var input = new SequenceReader<byte>(ReadOnlySequence<byte>.Empty);
        Assert.Equal(StepKind.Close, engine.Advance(ref input, output).Kind);
        Assert.Equal("* BYE [UNAVAILABLE] Too many connections\r\n"u8, output.WrittenSpan);
    }

    private static void Refused(string why, IReadOnlyList<ImapExtension> extensions)
    {
        var options = Session.Options with { Extensions = extensions };
        var refusal = Assert.Throws<ArgumentException>(() => new ImapProtocol(options));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }
}
