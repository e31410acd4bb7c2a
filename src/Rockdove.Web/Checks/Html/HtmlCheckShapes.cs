namespace Rockdove.Web;

internal sealed record HtmlCheckShape
{
    /// <summary>Whose tables these are.</summary>
    public required string Source { get; init; }

    /// <summary>When they were last changed.</summary>
    public required string SourceDate { get; init; }

    /// <summary>Features that were looked for.</summary>
    public required int Tests { get; init; }

    /// <summary>Elements of the page.</summary>
    public required int Nodes { get; init; }

    /// <summary>Percent, as Mailpit weighs them: the rest of the next two.</summary>
    public required double Supported { get; init; }

    /// <summary>Percent: the worst of all warnings, by the share of elements that it is about.</summary>
    public required double Partial { get; init; }

    public required double Unsupported { get; init; }

    /// <summary>Features that are used and that not all clients support, the worst first.</summary>
    public required IReadOnlyList<HtmlWarningShape> Warnings { get; init; }
}

internal sealed record HtmlWarningShape
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    /// <summary>Markdown.</summary>
    public required string Description { get; init; }

    public required string Url { get; init; }

    public required string Category { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>How often the page uses it.</summary>
    public required int Found { get; init; }

    /// <summary>Percent of clients.</summary>
    public required double Supported { get; init; }

    public required double Partial { get; init; }

    public required double Unsupported { get; init; }

    public required IReadOnlyList<SupportingClient> Clients { get; init; }

    public required IReadOnlyList<SupportNoteShape> Notes { get; init; }
}

/// <param name="Number">As clients name it.</param>
/// <param name="Text">Markdown.</param>
internal sealed record SupportNoteShape(string Number, string Text);
