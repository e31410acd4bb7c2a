using System.Globalization;

namespace Rockdove.Smtp;

/// <summary>The replies of <see cref="SmtpTexts"/>, checked and ready to be said.</summary>
internal sealed class TextTable
{
    private readonly Dictionary<SmtpReply, List<Entry>> _entries = new(ReferenceEqualityComparer.Instance);

    private TextTable(SmtpProtocol protocol)
    {
        foreach (var text in protocol.Options.Texts.Replies)
            Add(text, protocol);
    }

    /// <summary>What must be known of a command to answer it.</summary>
    public Placeholder Needs { get; private set; }

    /// <summary>Null when nothing is replaced.</summary>
    /// <exception cref="ArgumentException">A text makes no sense. Says which, and why.</exception>
    public static TextTable? Of(SmtpProtocol protocol) =>
        protocol.Options.Texts.Replies.Count == 0 ? null : new TextTable(protocol);

    /// <summary>What is said in place of a reply: the reply itself when nothing is.</summary>
    public SmtpReply Replace(SmtpReply reply, SmtpVerb? verb, in TextValues values)
    {
        if (!_entries.TryGetValue(reply.Original, out var entries))
            return reply;
        Entry? forAll = null;
        foreach (var entry in entries)
        {
            if (entry.Verb is null)
                forAll = entry;
            else if (entry.Verb == verb)
                return entry.Say(reply, values);
        }

        return forAll?.Say(reply, values) ?? reply;
    }

    private void Add(SmtpText text, SmtpProtocol protocol)
    {
        var verb = text.Verb is null
            ? null
            : protocol.FindVerb(System.Text.Encoding.UTF8.GetBytes(text.Verb)) ?? throw new ArgumentException(
                $"The text '{text.Replacement}' is for the verb {text.Verb}, which this protocol does not have.");
        var original = text.Original.Original;
        var entry = new Entry(text, verb, LimitOf(original, protocol.Limits));
        Needs |= entry.Needs;
        if (!_entries.TryGetValue(original, out var entries))
            _entries.Add(original, entries = []);
        if (entries.Any(other => other.Verb == verb))
        {
            throw new ArgumentException(
                $"The reply '{text.Original}' has two texts for {text.Verb ?? "every verb"}; "
                + $"one is '{text.Replacement}'.");
        }

        entries.Add(entry);
    }

    /// <summary>The number that a reply is about.</summary>
    private static long? LimitOf(SmtpReply original, SmtpLimits limits) =>
        original == SmtpReplies.MessageTooBig ? limits.MessageBytes
        : original == SmtpReplies.TooManyRecipients ? limits.Recipients
        : original == SmtpReplies.TooManyMessages ? limits.Transactions
        : original == SmtpReplies.LineTooLong ? limits.CommandLineBytes
        : original == SmtpReplies.SaslLineTooLong ? limits.SaslLineBytes
        : original == SmtpReplies.LineOfMessageTooLong ? limits.ContentLineBytes
        : null;

    private sealed class Entry
    {
        private readonly SmtpReply _reply;
        private readonly TextTemplate[] _lines;
        private readonly string? _limit;

        public Entry(SmtpText text, SmtpVerb? verb, long? limit)
        {
            Verb = verb;
            _limit = limit?.ToString(CultureInfo.InvariantCulture);
            _reply = Parse(text);
            Check(text, verb, _reply);
            var allowed = Placeholder.Host | Placeholder.Helo | Placeholder.Path | Placeholder.Argument;
            if (limit is not null)
                allowed |= Placeholder.Limit;
            if (text.Original == SmtpReplies.Kept)
                allowed |= Placeholder.Id;
            _lines = [.. _reply.Lines.Select(line => new TextTemplate(line, allowed))];
            Needs = _lines.Aggregate(Placeholder.None, (needs, line) => needs | line.Needs);
            if (Needs == Placeholder.None) // Braces that are written twice are single now.
                _reply = Filled(default);
        }

        public SmtpVerb? Verb { get; }

        public Placeholder Needs { get; }

        public SmtpReply Say(SmtpReply original, in TextValues values) =>
            Needs == Placeholder.None ? _reply : Filled(values with { Limit = _limit, Id = original.Id });

        private SmtpReply Filled(TextValues values) =>
            new(_reply.Code, _reply.Status?.ToString(), [.. _lines.Select(line => line.Fill(values))]);

        private static SmtpReply Parse(SmtpText text)
        {
            try
            {
                return SmtpReply.Parse(text.Replacement);
            }
            catch (FormatException malformed)
            {
                throw new ArgumentException($"In place of '{text.Original}': {malformed.Message}", malformed);
            }
        }

        private static void Check(SmtpText text, SmtpVerb? verb, SmtpReply reply)
        {
            var (from, to) = (text.Original, reply);
            if (to.Closes && !from.Closes)
            {
                throw new ArgumentException(
                    $"'{text.Replacement}' cannot stand for '{from}': 421 closes (RFC 5321 section 3.8), "
                    + "and this does not.");
            }

            if (verb is Vrfy or Expn or Help or Noop)
                return;
            if (from.IsPositive ? from.Code / 100 != to.Code / 100 : to.IsPositive)
            {
                throw new ArgumentException(
                    $"'{text.Replacement}' cannot stand for '{from}': the session goes on as if the latter was said. "
                    + $"Give it a code {(from.IsPositive ? $"{from.Code / 100}yz" : "4yz or 5yz")}.");
            }

            if (from.Code == 354 && to.Code != 354)
                throw new ArgumentException($"'{text.Replacement}' cannot stand for '{from}': clients wait for 354.");
        }
    }
}
