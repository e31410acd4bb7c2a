using System.Text;

namespace Rockdove.Imap;

/// <summary>
/// METADATA (RFC 5464): annotations of mailboxes and of the server. The handler keeps them:
/// <see cref="MetadataQuestion"/>.
/// </summary>
public sealed class Metadata() : ImapExtension("METADATA")
{
    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Get(), new Set()];

    /// <summary>
    /// A mailbox, or the empty string for the server. When it returns false the command has been answered.
    /// </summary>
    private static bool TryDecode(ImapServerEngine engine, ImapString raw, out string mailbox)
    {
        if (MailboxText.TryDecode(raw, engine.Session.HasUtf8, out mailbox))
            return true;
        engine.Reply(ImapReplies.NoSuchMailbox);
        return false;
    }

    /// <summary>
    /// An entry has two components or more, none of them empty, is ASCII without wildcards and controls, and is in any
    /// case (section 3.2).
    /// </summary>
    private static bool TryReadEntry(ref ImapReader arguments, out string entry)
    {
        entry = "";
        if (!arguments.TryAString(out var raw) || raw.Raw.ContainsAnyExcept(ImapCharacters.AString))
            return false;
        entry = Encoding.ASCII.GetString(raw.Raw).ToLowerInvariant();
        return (entry.StartsWith("/private/", StringComparison.Ordinal)
                || entry.StartsWith("/shared/", StringComparison.Ordinal))
            && !entry.EndsWith('/') && !entry.Contains("//", StringComparison.Ordinal);
    }

    /// <summary>
    /// <c>"GETMETADATA" [SP options] SP mailbox SP entries</c>. The examples of the RFC have the options behind the
    /// mailbox, so clients do too; entries begin with a slash, so there is no doubt.
    /// </summary>
    private sealed class Get() : ImapVerb("GETMETADATA", ImapPhase.LoggedIn)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            List<string> entries = [];
            long? maxBytes = null;
            var depth = MetadataDepth.Zero;
            if (!arguments.AcceptSpace() || !TryReadOptions(ref arguments, ref depth, ref maxBytes)
                || !arguments.TryAString(out var raw) || !arguments.AcceptSpace()
                || !TryReadOptions(ref arguments, ref depth, ref maxBytes)
                || !TryReadEntries(engine.Protocol.Limits.MetadataEntries, ref arguments, entries)
                || !arguments.AtEnd)
                engine.Reply(ImapReplies.BadArguments);
            else if (TryDecode(engine, raw, out var mailbox))
                engine.Ask(new MetadataQuestion(mailbox, entries, depth, maxBytes));
        }

        private static bool TryReadOptions(ref ImapReader arguments, ref MetadataDepth depth, ref long? maxBytes)
        {
            if (!arguments.IsNext((byte)'(') || arguments.Rest.StartsWith("(/"u8) || arguments.Rest.StartsWith("(\""u8)
                || arguments.Rest.StartsWith("({"u8))
                return true;
            arguments.Accept((byte)'(');
            do
            {
                if (arguments.AcceptWord("MAXSIZE"u8))
                {
                    if (!arguments.AcceptSpace() || !arguments.TryNumber(out var most))
                        return false;
                    maxBytes = most;
                }
                else if (!arguments.AcceptWord("DEPTH"u8) || !arguments.AcceptSpace()
                    || !TryReadDepth(ref arguments, ref depth))
                {
                    return false;
                }
            }
            while (arguments.AcceptSpace());
            return arguments.Accept((byte)')') && arguments.AcceptSpace();
        }

        private static bool TryReadDepth(ref ImapReader arguments, ref MetadataDepth depth)
        {
            if (arguments.AcceptWord("0"u8))
                depth = MetadataDepth.Zero;
            else if (arguments.AcceptWord("1"u8))
                depth = MetadataDepth.One;
            else if (arguments.AcceptWord("INFINITY"u8))
                depth = MetadataDepth.Infinity;
            else
                return false;
            return true;
        }

        private static bool TryReadEntries(int most, ref ImapReader arguments, List<string> entries)
        {
            var isList = arguments.Accept((byte)'(');
            do
            {
                if (entries.Count == most || !TryReadEntry(ref arguments, out var entry))
                    return false;
                entries.Add(entry);
            }
            while (isList && arguments.AcceptSpace());
            return !isList || arguments.Accept((byte)')');
        }
    }

    /// <summary><c>"SETMETADATA" SP mailbox SP "(" entry SP value *(SP entry SP value) ")"</c>.</summary>
    private sealed class Set() : ImapVerb("SETMETADATA", ImapPhase.LoggedIn)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            List<MetadataEntry> entries = [];
            if (!arguments.AcceptSpace() || !arguments.TryAString(out var raw) || !arguments.AcceptSpace()
                || !TryReadValues(engine.Protocol.Limits.MetadataEntries, ref arguments, entries) || !arguments.AtEnd)
                engine.Reply(ImapReplies.BadArguments);
            else if (TryDecode(engine, raw, out var mailbox))
                engine.Ask(new SetMetadataQuestion(mailbox, entries));
        }

        private static bool TryReadValues(int most, ref ImapReader arguments, List<MetadataEntry> entries)
        {
            if (!arguments.Accept((byte)'('))
                return false;
            do
            {
                if (entries.Count == most || !TryReadEntry(ref arguments, out var entry) || !arguments.AcceptSpace()
                    || !arguments.TryNString8(out var value, out var isNil))
                    return false;
                entries.Add(new MetadataEntry(entry, isNil ? default(ReadOnlyMemory<byte>?) : value.ToOctets()));
            }
            while (arguments.AcceptSpace());
            return arguments.Accept((byte)')');
        }
    }
}
