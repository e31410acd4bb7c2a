namespace Rockdove.Smtp;

/// <summary>
/// What a server says in place of what the engine says by itself: for those who imitate another server. It changes
/// words and numbers, never what happens. Immutable; a protocol reads it once.
/// </summary>
public sealed record SmtpTexts
{
    /// <summary>Nothing is changed.</summary>
    public static SmtpTexts None { get; } = new();

    /// <summary>
    /// The text of the 220, as in <c>{host} ESMTP Service ready</c>; <c>{host}</c> is its only placeholder. Null leaves
    /// <see cref="SmtpProtocolOptions.Greeting"/> as it is.
    /// </summary>
    public string? Greeting { get; init; }

    /// <summary>
    /// The first line after HELO and EHLO, as in <c>{host} greets {helo}</c>; these are its only placeholders. Null
    /// leaves the host name.
    /// </summary>
    public string? Hello { get; init; }

    /// <summary>
    /// The EHLO keywords that may be offered, in this order. An extension that is not among them is not there at all:
    /// without <c>ENHANCEDSTATUSCODES</c> replies have no status, and without <c>CHUNKING</c> BDAT is not implemented.
    /// A keyword whose extension the protocol does not have is passed over. Null leaves the extensions as they are.
    /// </summary>
    public IReadOnlyList<string>? Keywords { get; init; }

    /// <summary>Replies, each with what is said in its place.</summary>
    public IReadOnlyList<SmtpText> Replies { get; init; } = [];
}

/// <summary>One reply of the engine, and what is said in its place.</summary>
/// <remarks>
/// <para>Placeholders: <c>{host}</c>, <c>{helo}</c> (the name from EHLO), <c>{path}</c> (the address of the MAIL or
/// RCPT that is answered), <c>{argument}</c> (what followed the verb), <c>{limit}</c> (of the reply that names one) and
/// <c>{id}</c> (of the message, see <see cref="SmtpReplies.MessageKept"/>). What is not known is empty. The argument of
/// AUTH, which may be a secret, and that of an unknown command, which may be one gone astray, are never known.
/// <c>{{</c> is a brace.</para>
/// <para>What is put in is text and nothing else: a control becomes <c>?</c>, a brace or a percent sign stays what it
/// is, and no line is longer for it than 512 octets.</para>
/// <para>A reply that accepts must still accept, with the same first digit, and one that refuses must refuse, with 4yz
/// or 5yz, since the session goes on as it would have; 354 stays 354; and only a reply that closes may become 421.
/// VRFY, EXPN, HELP and NOOP change nothing in a session, so an entry for one of these verbs may say anything.</para>
/// </remarks>
/// <param name="Original">
/// One of <see cref="SmtpReplies"/>, or another that a handler keeps and gives: the object, not its words.
/// </param>
/// <param name="Replacement">
/// As in <c>550 5.1.1 No {path} here</c>; further lines after <c>\n</c>. The status may be left out.
/// </param>
public sealed record SmtpText(SmtpReply Original, string Replacement)
{
    /// <summary>In answer to one verb only; that wins over an entry for all of them. Null is all of them.</summary>
    public string? Verb { get; init; }
}
