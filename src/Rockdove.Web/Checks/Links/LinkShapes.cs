namespace Rockdove.Web;

/// <param name="Asked">Whether anybody was asked; else only what is written is judged.</param>
/// <param name="Count">Links in the answer.</param>
/// <param name="Errors">Those that do not work.</param>
/// <param name="IsCut">There are more, or more than are asked about.</param>
/// <param name="Links">In the order in which a reader meets them.</param>
internal sealed record LinkCheckShape(
    bool Asked, int Count, int Errors, bool IsCut, IReadOnlyList<LinkShape> Links);

/// <param name="Url">As written.</param>
/// <param name="Text">The words of the link.</param>
/// <param name="Place"><c>html</c> or <c>text</c>.</param>
/// <param name="Element">The element that has it.</param>
/// <param name="Status">Of HTTP; null if there is none.</param>
/// <param name="Problem">Why there was no answer; null if there was, or nobody was asked.</param>
/// <param name="FinalUrl">Where redirects led; null if there were none.</param>
/// <param name="Faults">What can be seen without asking.</param>
internal sealed record LinkShape(
    string Url,
    string Text,
    string Place,
    string Element,
    int? Status,
    string? Problem,
    string? FinalUrl,
    IReadOnlyList<LinkFaultShape> Faults);

/// <param name="Code">Stable, such as <c>placeholder</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record LinkFaultShape(string Code, string Message);

// By Mailpit's names.

internal sealed record MailpitLinkCheckShape(int Errors, IReadOnlyList<MailpitLinkShape> Links);

internal sealed record MailpitLinkShape(string URL, int StatusCode, string Status);
