namespace Rockdove.Web;

/// <summary>An address that a mail has its reader, or the reader's program, go to.</summary>
/// <param name="Url">As written, white space around it removed.</param>
/// <param name="Text">The words of the link; empty for what has none.</param>
/// <param name="Place"><c>html</c> or <c>text</c>.</param>
/// <param name="Element">The element that has it; empty in text.</param>
internal sealed record MailLink(string Url, string Text, string Place, string Element)
{
    /// <summary>True for what a reader clicks on, false for what a program loads.</summary>
    public bool IsClicked => Element is "" or "a" or "area" or "form";
}
