namespace Rockdove.Web;

// The HTML check by Mailpit's names.

internal sealed record MailpitHtmlCheckShape(
    IReadOnlyList<MailpitWarningShape> Warnings,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Platforms,
    MailpitHtmlTotalShape Total);

internal sealed record MailpitHtmlTotalShape(
    int Tests, int Nodes, double Supported, double Partial, double Unsupported);

internal sealed record MailpitWarningShape
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    /// <summary>HTML.</summary>
    public required string Description { get; init; }

    public required string URL { get; init; }

    public required string Category { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required string Keywords { get; init; }

    public required IReadOnlyList<MailpitClientShape> Results { get; init; }

    /// <summary>HTML.</summary>
    public required IReadOnlyDictionary<string, string> NotesByNumber { get; init; }

    public required MailpitScoreShape Score { get; init; }
}

internal sealed record MailpitClientShape(
    string Name, string Platform, string Family, string Version, string Support, string NoteNumber);

internal sealed record MailpitScoreShape(int Found, double Supported, double Partial, double Unsupported);
