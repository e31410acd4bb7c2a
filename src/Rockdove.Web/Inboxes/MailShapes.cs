using System.Text.Json.Serialization;

namespace Rockdove.Web;

// The JSON of our own API: camelCase names, nulls written, so that a reader need not guess what is missing.

/// <summary>What an inbox shall be. Anything may be left out.</summary>
internal sealed record InboxRequestShape
{
    public string? Name { get; init; }

    public IReadOnlyList<string>? Users { get; init; }

    public IReadOnlyList<string>? Recipients { get; init; }

    public IReadOnlyList<string>? Domains { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public int? Port { get; init; }

    public double? UnusedSeconds { get; init; }

    public int? KeptMessages { get; init; }

    public double? KeptSeconds { get; init; }
}

internal sealed record InboxShape
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Users { get; init; }

    public required IReadOnlyList<string> Recipients { get; init; }

    public required IReadOnlyList<string> Domains { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Null if it has none of its own.</summary>
    public required int? Port { get; init; }

    public required long Messages { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required double UnusedSeconds { get; init; }

    /// <summary>Unless it is used before.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null for as many as come.</summary>
    public required int? KeptMessages { get; init; }

    /// <summary>Null for as long as the inbox.</summary>
    public required double? KeptSeconds { get; init; }
}

internal sealed record InboxListShape(int Total, IReadOnlyList<InboxShape> Inboxes);

/// <summary>Which messages are meant: those that fit all that is given.</summary>
internal sealed record ConditionsShape
{
    public string? From { get; init; }

    public string? To { get; init; }

    public string? Subject { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<string>? Header { get; init; }

    public bool? Attachment { get; init; }

    public DateTimeOffset? ReceivedAfter { get; init; }

    /// <summary>Those that came after the message with this id.</summary>
    public string? After { get; init; }
}

/// <summary>One line of a list.</summary>
internal record MailSummaryShape
{
    public required string Id { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required long Size { get; init; }

    public required string ReversePath { get; init; }

    public required IReadOnlyList<string> ForwardPaths { get; init; }

    /// <summary>Who the client had logged in as.</summary>
    public required string? Identity { get; init; }

    public required IReadOnlyList<string> From { get; init; }

    public required IReadOnlyList<string> To { get; init; }

    public required string? Subject { get; init; }

    public required int Attachments { get; init; }

    /// <summary>Of the first author; empty if there is none.</summary>
    public required string FromName { get; init; }

    /// <summary>The beginning of what the body says.</summary>
    public required string Snippet { get; init; }

    public required bool IsRead { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }
}

internal sealed record MailMessageShape : MailSummaryShape
{
    public required IReadOnlyList<string> Cc { get; init; }

    public required string? MessageId { get; init; }

    public required IReadOnlyList<MailFieldShape> Headers { get; init; }

    public required string? Text { get; init; }

    public required string? Html { get; init; }

    /// <summary>Text or HTML is longer than what stands here.</summary>
    public required bool IsCut { get; init; }

    public required IReadOnlyList<MailPartShape> Parts { get; init; }

    public required bool HasTranscript { get; init; }
}

internal sealed record MailFieldShape(string Name, string Value);

/// <summary>What is attached or shown within; the number is that of Mailpit's path for parts.</summary>
internal sealed record MailPartShape(string Id, string FileName, string ContentType, int Size, bool IsInline);

/// <param name="Total">Messages that fit.</param>
/// <param name="Unread">Messages that are unread, whether or not they fit.</param>
/// <param name="Start">Messages passed over.</param>
/// <param name="Ignored">Words of <c>q</c> that say nothing to look for.</param>
/// <param name="Messages">The page.</param>
internal sealed record MailListShape(
    long Total, long Unread, long Start, IReadOnlyList<string> Ignored, IReadOnlyList<MailSummaryShape> Messages);

internal sealed record MailFoundShape(int Count, IReadOnlyList<MailMessageShape> Messages);

internal sealed record MailEnvelopeShape
{
    public required DateTimeOffset ReceivedAt { get; init; }

    public required string ReversePath { get; init; }

    public required IReadOnlyList<string> ForwardPaths { get; init; }

    public required string? Helo { get; init; }

    public required string? ClientAddress { get; init; }

    public required string? Tls { get; init; }

    public required string? Identity { get; init; }
}

/// <summary>What shall be true.</summary>
internal sealed record AssertionShape
{
    /// <summary>The messages it is about; all if left out.</summary>
    public ConditionsShape? Match { get; init; }

    public int? Count { get; init; }

    public int? AtLeast { get; init; }

    public int? AtMost { get; init; }

    /// <summary>What each of them must fit as well.</summary>
    public ConditionsShape? Expect { get; init; }

    /// <summary>It shall be true for so long, and at the end of it.</summary>
    public double? ForSeconds { get; init; }
}

internal sealed record AssertedShape(bool Holds, int Count);

/// <summary>One condition that does not hold.</summary>
/// <param name="Condition">Its name, or <c>count</c>.</param>
/// <param name="Wanted">What was wanted.</param>
/// <param name="Found">What is there; null where there is nothing, or too much to tell.</param>
internal sealed record MailDifferenceShape(string Condition, string Wanted, string? Found);

/// <summary>A message that is not what was wanted, and why.</summary>
internal sealed record MailMissShape(
    MailSummaryShape Message, bool CameMeanwhile, IReadOnlyList<MailDifferenceShape> Missed);

internal sealed record ExtractedShape(int Count, IReadOnlyList<ExtractedValueShape> Values);

/// <summary>Something out of a message.</summary>
/// <param name="Value">The link, the code, the text or the attribute.</param>
/// <param name="Text">The words of the link, the line of the code, the text of the element.</param>
/// <param name="Place"><c>html</c>, <c>text</c>, <c>subject</c>, or the name of a field.</param>
internal sealed record ExtractedValueShape(string Value, string Text, string Place);

internal sealed record MailDeletedShape(long Deleted);

/// <summary>A refusal (RFC 9457).</summary>
internal sealed record MailProblemShape
{
    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    /// <summary>How many messages fit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Found { get; init; }

    /// <summary>Of an assertion: what does not hold, of no message in particular.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MailDifferenceShape>? Differences { get; init; }

    /// <summary>Messages that do not fit, the newest first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MailMissShape>? Misses { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(InboxRequestShape))]
[JsonSerializable(typeof(InboxShape))]
[JsonSerializable(typeof(InboxListShape))]
[JsonSerializable(typeof(MailListShape))]
[JsonSerializable(typeof(SelectionShape))]
[JsonSerializable(typeof(ChangeShape))]
[JsonSerializable(typeof(ChangedShape))]
[JsonSerializable(typeof(TagListShape))]
[JsonSerializable(typeof(StructureShape))]
[JsonSerializable(typeof(AboutShape))]
[JsonSerializable(typeof(MailMessageShape))]
[JsonSerializable(typeof(MailFoundShape))]
[JsonSerializable(typeof(MailEnvelopeShape))]
[JsonSerializable(typeof(AssertionShape))]
[JsonSerializable(typeof(AssertedShape))]
[JsonSerializable(typeof(ExtractedShape))]
[JsonSerializable(typeof(MailDeletedShape))]
[JsonSerializable(typeof(LinkCheckShape))]
[JsonSerializable(typeof(HtmlCheckShape))]
[JsonSerializable(typeof(LintCheckShape))]
[JsonSerializable(typeof(AuthenticationCheckShape))]
[JsonSerializable(typeof(SpamCheckShape))]
[JsonSerializable(typeof(MailProblemShape))]
internal sealed partial class MailJson : JsonSerializerContext;
