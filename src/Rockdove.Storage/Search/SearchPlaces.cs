namespace Rockdove.Storage;

/// <summary>Where a text is looked for.</summary>
public enum SearchPlace : byte
{
    /// <summary>Header and body: TEXT of RFC 9051 section 6.4.4.</summary>
    Message,

    /// <summary>The fields of the header: HEADER.</summary>
    Header,

    /// <summary>What the body says: BODY.</summary>
    Body,

    /// <summary>The names of files, attached or shown within the text.</summary>
    FileName,
}

/// <summary>How a text is compared. White space is one space, whatever it is and however much.</summary>
public enum TextMatch : byte
{
    /// <summary>Anywhere, also within a word, as IMAP wants it. An empty text is everywhere.</summary>
    Substring,

    /// <summary>Where a word begins: its last word may go on. A text without a word is nowhere.</summary>
    Prefix,

    /// <summary>
    /// Whole words, one behind the other, with anything but words between them. A text without a word is nowhere.
    /// </summary>
    Phrase,
}

/// <summary>Where an address is looked for.</summary>
[Flags]
public enum AddressPlaces : byte
{
    None = 0,

    From = 1,

    To = 2,
    Cc = 4,
    Bcc = 8,

    /// <summary>The reverse-path, outside of the message.</summary>
    EnvelopeSender = 16,

    /// <summary>A forward-path, outside of the message.</summary>
    EnvelopeRecipient = 32,

    Sender = 64,
    ReplyTo = 128,
    Any = 255,
}

/// <summary>Which date of a message is meant.</summary>
public enum SearchDate : byte
{
    /// <summary>When it came: INTERNALDATE.</summary>
    Internal,

    /// <summary>What its Date field says.</summary>
    Sent,

    /// <summary>When it came into the mailbox (RFC 8514); where that is not known, as <see cref="Internal"/>.</summary>
    Saved,
}
