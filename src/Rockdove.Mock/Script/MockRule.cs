using System.Buffers;
using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>
/// When, and what then: <c>options.When(MockMoment.Recipient, "bob@*").Times(2).Reply(451, "4.7.1", "Come back")</c>.
/// </summary>
/// <remarks>
/// At each moment the first rule acts that matches and whose time it is. Every rule counts for itself the moments that
/// it matches, from 1, over all sessions unless <see cref="InEachSession"/> is said. A server checks its rules when it
/// gets them, and refuses those that cannot ever act; from then on they cannot change.
/// </remarks>
public sealed class MockRule
{
    private bool _isFrozen;

    internal MockRule(MockMoment moment, string pattern, Func<MockEvent, bool>? condition, string source)
    {
        Moment = moment;
        Pattern = new Pattern(pattern);
        Condition = condition;
        Source = source;
    }

    /// <summary>When.</summary>
    public MockMoment Moment { get; }

    internal Pattern Pattern { get; }

    internal Func<MockEvent, bool>? Condition { get; }

    /// <summary>Where the rule stands, for errors.</summary>
    internal string Source { get; }

    internal Occurrence Occurrence { get; private set; } = new Occurrence.Always();

    internal bool CountsInSession { get; private set; }

    internal long ContentBytes { get; private set; }

    internal Performance Performance { get; private set; } = new();

    /// <summary>Only the n-th time, counted from 1.</summary>
    public MockRule Nth(int time) => Select(new Occurrence.Nth(AtLeastOne(time)));

    /// <summary>Only the first so many times: it fails twice, then succeeds.</summary>
    public MockRule Times(int count) => Select(new Occurrence.First(AtLeastOne(count)));

    /// <summary>Every n-th time.</summary>
    public MockRule Every(int period) => Select(new Occurrence.Every(AtLeastOne(period)));

    /// <summary>By chance, from 0 to 1. The same seed chooses the same times in each run.</summary>
    public MockRule Chance(double probability, int seed)
    {
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A chance is from 0 to 1.");
        return Select(new Occurrence.Chance(probability, seed));
    }

    /// <summary>Counts anew in each session.</summary>
    public MockRule InEachSession()
    {
        DemandThaw();
        CountsInSession = true;
        return this;
    }

    /// <summary>At <see cref="MockMoment.Content"/>: once so many octets of the message have come.</summary>
    public MockRule AfterBytes(long octets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(octets);
        DemandThaw();
        ContentBytes = octets;
        return this;
    }

    /// <summary>
    /// Sends this reply. A positive one (354 for DATA) lets happen what was asked; any other one does not.
    /// </summary>
    /// <param name="code">200 to 599.</param>
    /// <param name="status">The enhanced status; its class must be the first digit of the code. Null for none.</param>
    /// <param name="lines">The text.</param>
    public MockRule Reply(int code, string? status, params IReadOnlyList<string> lines) =>
        Reply(new SmtpReply(code, status, lines));

    /// <summary>
    /// Sends this reply; the text may begin with an enhanced status, as in <c>"5.1.1 No such user"</c>.
    /// </summary>
    /// <param name="code">200 to 599.</param>
    /// <param name="text">The text; further lines after <c>\n</c>.</param>
    public MockRule Reply(int code, string text) =>
        Reply(code is >= 200 and <= 599
            ? SmtpReply.Parse($"{code} {text}")
            : throw new ArgumentOutOfRangeException(nameof(code), code, "A reply code is 200 to 599."));

    /// <summary>Sends this reply, written as <c>550 5.1.1 No such user</c>; further lines after <c>\n</c>.</summary>
    /// <exception cref="FormatException">There is no code in front.</exception>
    public MockRule Reply(string text) => Reply(SmtpReply.Parse(text));

    /// <inheritdoc cref="Reply(int, string?, IReadOnlyList{string})"/>
    public MockRule Reply(SmtpReply reply)
    {
        var octets = new ArrayBufferWriter<byte>();
        reply.WriteTo(octets);
        return Say(octets.WrittenSpan);
    }

    /// <summary>
    /// Sends these octets and nothing else: half a reply, two replies, no reply at all. Whether they let happen what
    /// was asked is told by their first line, if it is one of a reply; otherwise they do not.
    /// </summary>
    public MockRule Say(ReadOnlySpan<byte> octets)
    {
        var (lines, replies) = (ReplyOctets.Split(octets), ReplyOctets.Read(octets));
        return Change(now => now with { Lines = lines, Replies = replies });
    }

    /// <summary>Sends so many octets that are no reply; the same for the same seed.</summary>
    public MockRule Garbage(int octets, int seed) => Say(ReplyOctets.Garbage(AtLeastOne(octets), seed));

    /// <summary>
    /// Waits before the reply; at <see cref="MockMoment.Content"/>, before more of the message is taken.
    /// </summary>
    public MockRule Delay(TimeSpan time) => Change(now => now with { Delay = NotNegative(time) });

    /// <summary>Waits before each further line of a reply of many lines.</summary>
    public MockRule DelayLines(TimeSpan time) => Change(now => now with { BetweenLines = NotNegative(time) });

    /// <summary>Sends the reply so many octets at a time, and waits in between, also between its lines.</summary>
    public MockRule Trickle(int octets, TimeSpan between) =>
        Change(now => now with { PieceBytes = AtLeastOne(octets), BetweenPieces = NotNegative(between) });

    /// <summary>Closes the connection: after the reply if the rule has one, otherwise in place of it.</summary>
    public MockRule Close() => Change(now => now with { Then = HangUp.Close });

    /// <summary>
    /// Resets the connection (TCP RST): after the reply if the rule has one, otherwise in place of it.
    /// </summary>
    public MockRule Reset() => Change(now => now with { Then = HangUp.Reset });

    /// <summary>
    /// At <see cref="MockMoment.Message"/>: keeps the message although the client does not get to hear it, as when a
    /// connection breaks after the commit (RFC 5321 section 4.5.4.2). The client will send it again.
    /// </summary>
    public MockRule Keep() => Change(now => now with { Keeps = true });

    /// <summary>At <see cref="MockMoment.Tls"/>: spoils the handshake.</summary>
    public MockRule Fault(TlsFault fault) => Change(now => now with { Tls = fault });

    /// <summary>
    /// At <see cref="MockMoment.Hello"/>: lists this too, as in <c>"SIZE 1000"</c>, whether or not it is true.
    /// </summary>
    public MockRule Offer(params string[] capabilities) =>
        Change(now => now with { Offered = [.. now.Offered, .. capabilities] });

    /// <summary>
    /// At <see cref="MockMoment.Hello"/>: does not list these keywords; what they stand for goes on working.
    /// </summary>
    public MockRule Withhold(params string[] keywords) =>
        Change(now => now with { Withheld = [.. now.Withheld, .. keywords] });

    public override string ToString() => $"{Moments.Word(Moment)} '{Pattern}' ({Source})";

    /// <summary>A server has the rule now: sessions read it, so it can no longer change.</summary>
    internal void Freeze() => _isFrozen = true;

    private MockRule Select(Occurrence occurrence)
    {
        DemandThaw();
        if (Occurrence is not Occurrence.Always)
            throw new InvalidOperationException($"The rule {this} says twice which times it is for.");
        Occurrence = occurrence;
        return this;
    }

    private MockRule Change(Func<Performance, Performance> change)
    {
        DemandThaw();
        Performance = change(Performance);
        return this;
    }

    private void DemandThaw()
    {
        if (_isFrozen)
            throw new InvalidOperationException(
                $"The rule {this} is in use; give a running server other rules with MockMailServer.Change.");
    }

    private static int AtLeastOne(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return number;
    }

    private static TimeSpan NotNegative(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return time;
    }
}
