namespace Rockdove.Imap;

/// <summary>How much below an entry GETMETADATA wants too (RFC 5464 section 4.2.2).</summary>
public enum MetadataDepth : byte
{
    /// <summary>The entry alone.</summary>
    Zero,

    /// <summary>And what is right below it.</summary>
    One,

    /// <summary>And all below it.</summary>
    Infinity,
}

/// <summary>
/// GETMETADATA (RFC 5464): tell the entries with <see cref="ImapResponseWriter.Metadata"/>, one that is not there with
/// no value, then answer. Values that are too big are left out, and OK has <see cref="ImapCodes.LongEntries"/>.
/// </summary>
/// <param name="Mailbox">Of which mailbox; empty for the server.</param>
/// <param name="Entries">The names, in lower case: /private/… and /shared/….</param>
/// <param name="Depth">What of them.</param>
/// <param name="MaxBytes">The biggest value that is wanted, in octets; null for any.</param>
public sealed record MetadataQuestion(
    string Mailbox, IReadOnlyList<string> Entries, MetadataDepth Depth, long? MaxBytes) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.NoMetadata;
}

/// <summary>
/// SETMETADATA (RFC 5464): all of the entries, or none. NO may have <see cref="ImapCodes.MetadataMaxSize"/>,
/// <see cref="ImapCodes.MetadataTooMany"/> or <see cref="ImapCodes.MetadataNoPrivate"/>.
/// </summary>
/// <param name="Mailbox">Of which mailbox; empty for the server.</param>
/// <param name="Entries">What they are to be; without a value an entry is removed.</param>
public sealed record SetMetadataQuestion(string Mailbox, IReadOnlyList<MetadataEntry> Entries) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.NoMetadata;
}

/// <summary>An annotation.</summary>
/// <param name="Name">Its name, in lower case.</param>
/// <param name="Value">Its octets; null where there is none.</param>
public sealed record MetadataEntry(string Name, ReadOnlyMemory<byte>? Value);
