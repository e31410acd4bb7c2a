using System.Text.Json.Serialization;

namespace Rockdove.Web;

// What Mailpit's clients ask for. Names are read in any case, as Go reads them.

/// <summary>What is to be deleted. A name that is not known is a mistake: less would be read as "everything".</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DeletionShape(IReadOnlyList<string>? IDs);

/// <summary>What is to be read or unread. A name that is not known is a mistake, as above.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReadStatusShape(bool Read, IReadOnlyList<string>? IDs, string? Search);

internal sealed record TaggingShape(IReadOnlyList<string>? IDs, IReadOnlyList<string>? Tags);

internal sealed record TagRenamingShape(string? Name);

internal sealed record SendShape
{
    public PersonShape? From { get; init; }

    public IReadOnlyList<PersonShape>? To { get; init; }

    public IReadOnlyList<PersonShape>? Cc { get; init; }

    public IReadOnlyList<string>? Bcc { get; init; }

    public IReadOnlyList<PersonShape>? ReplyTo { get; init; }

    public string? Subject { get; init; }

    public string? Text { get; init; }

    public string? HTML { get; init; }

    public IReadOnlyList<SendFileShape>? Attachments { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}

internal sealed record PersonShape(string? Email, string? Name);

/// <summary>A file to attach.</summary>
/// <param name="Content">Base64, perhaps behind the beginning of a data URI.</param>
/// <param name="Filename">Without directories.</param>
/// <param name="ContentType">Found out if it is missing.</param>
/// <param name="ContentID">By which the HTML names it; it is then shown inline.</param>
internal sealed record SendFileShape(string? Content, string? Filename, string? ContentType, string? ContentID);
