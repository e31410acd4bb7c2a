namespace Rockdove.Web;

// What the pages need of our own API besides what tests do.

/// <summary>Which messages: exactly one of the ids, what is typed, and all.</summary>
internal record SelectionShape
{
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>What somebody typed.</summary>
    public string? Q { get; init; }

    /// <summary>The time zone of dates in <see cref="Q"/>.</summary>
    public string? Tz { get; init; }

    public bool? All { get; init; }
}

internal sealed record ChangeShape : SelectionShape
{
    public bool? IsRead { get; init; }

    public IReadOnlyList<string>? AddTags { get; init; }

    public IReadOnlyList<string>? RemoveTags { get; init; }
}

/// <param name="Changed">Messages that are now as was asked, whether or not they were before.</param>
internal sealed record ChangedShape(long Changed);

internal sealed record TagListShape(IReadOnlyList<string> Tags);

/// <summary>A part, and what is in it.</summary>
internal sealed record StructureShape
{
    public required string Id { get; init; }

    public required string ContentType { get; init; }

    public required string? Charset { get; init; }

    public required string Encoding { get; init; }

    public required string? Disposition { get; init; }

    public required string FileName { get; init; }

    public required string? ContentId { get; init; }

    /// <summary>Octets, decoded; of a multipart as they stand.</summary>
    public required int Size { get; init; }

    public required IReadOnlyList<StructureShape> Parts { get; init; }
}

internal sealed record AboutShape
{
    public required string Version { get; init; }

    /// <summary>What it is called, among several; empty if it has no name.</summary>
    public required string Label { get; init; }

    /// <summary>Where mail is kept: a folder, or <c>memory</c>.</summary>
    public required string Database { get; init; }

    /// <summary>Messages kept; the oldest ones go when there are more.</summary>
    public required int KeptMessages { get; init; }

    /// <summary>The biggest message, in octets.</summary>
    public required long MessageBytes { get; init; }

    public required IReadOnlyList<ListenerShape> Listeners { get; init; }

    /// <summary>The calls of our own API of all mail, such as <c>GET /messages</c>.</summary>
    public required IReadOnlyList<string> Calls { get; init; }
}

/// <param name="Name">What is spoken: <c>smtp</c>, <c>imap</c>.</param>
/// <param name="Host">The address.</param>
/// <param name="Port">As it is, also where the system chose.</param>
internal sealed record ListenerShape(string Name, string Host, int Port);
