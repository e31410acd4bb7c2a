using System.Globalization;

namespace Rockdove.Imap;

/// <summary>What FETCH can ask for.</summary>
public enum FetchKind : byte
{
    Flags,
    Uid,
    InternalDate,
    Size,
    Envelope,

    /// <summary>BODY without a section: the structure without its extension data.</summary>
    Body,
    BodyStructure,
    ModSequence,

    /// <summary>BODY[section], and what IMAP4rev1 calls RFC822, RFC822.HEADER and RFC822.TEXT.</summary>
    Section,

    /// <summary>BINARY[part]: the body of a part, its transfer encoding taken off (RFC 3516).</summary>
    Binary,

    /// <summary>BINARY.SIZE[part]: how long that is.</summary>
    BinarySize,

    /// <summary>What identifies the content (RFC 8474).</summary>
    EmailId,

    /// <summary>What identifies the thread (RFC 8474).</summary>
    ThreadId,

    /// <summary>When it came into this mailbox (RFC 8514).</summary>
    SaveDate,

    /// <summary>Its first words (RFC 8970).</summary>
    Preview,
}

/// <summary>A part of the octets that are asked for.</summary>
/// <param name="Offset">From where; past the end gives nothing.</param>
/// <param name="Octets">At most how many, at least one.</param>
public readonly record struct PartialRange(long Offset, long Octets);

/// <summary>One item of a FETCH.</summary>
/// <param name="Kind">What.</param>
/// <param name="Section">Of what, for the kinds that need it.</param>
/// <param name="Partial">Which of its octets; null for all.</param>
/// <param name="SetsSeen">Reading it sets \Seen, where the mailbox can be written.</param>
public sealed record FetchItem(
    FetchKind Kind, BodySection? Section = null, PartialRange? Partial = null, bool SetsSeen = false)
{
    /// <summary>A preview only if it takes no time (RFC 8970 section 4.1); else NIL.</summary>
    public bool IsLazy { get; init; }

    /// <summary>How a response names it: without PEEK, and with the offset alone (RFC 9051 section 7.5.2).</summary>
    public string Label { get; internal init; } = NameOf(Kind, Section, Partial);

    public override string ToString() => Label;

    private static string NameOf(FetchKind kind, BodySection? section, PartialRange? partial)
    {
        var name = kind switch
        {
            FetchKind.Flags => "FLAGS",
            FetchKind.Uid => "UID",
            FetchKind.InternalDate => "INTERNALDATE",
            FetchKind.Size => "RFC822.SIZE",
            FetchKind.Envelope => "ENVELOPE",
            FetchKind.Body or FetchKind.Section => "BODY",
            FetchKind.BodyStructure => "BODYSTRUCTURE",
            FetchKind.ModSequence => "MODSEQ",
            FetchKind.Binary => "BINARY",
            FetchKind.EmailId => "EMAILID",
            FetchKind.ThreadId => "THREADID",
            FetchKind.SaveDate => "SAVEDATE",
            FetchKind.Preview => "PREVIEW",
            _ => "BINARY.SIZE",
        };
        if (section is not null)
            name += $"[{section}]";
        return partial is { } range ? string.Create(CultureInfo.InvariantCulture, $"{name}<{range.Offset}>") : name;
    }
}
