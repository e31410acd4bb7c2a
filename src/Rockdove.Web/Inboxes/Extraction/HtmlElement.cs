namespace Rockdove.Web;

/// <summary>An element of HTML, as far as selectors and links need it.</summary>
/// <param name="name">In small letters.</param>
/// <param name="attributes">Names in small letters, values decoded.</param>
/// <param name="parent">Null at the top.</param>
/// <param name="textStart">Where its text begins in the text of the whole.</param>
internal sealed class HtmlElement(
    string name, IReadOnlyDictionary<string, string> attributes, HtmlElement? parent, int textStart)
{
    public string Name => name;

    public HtmlElement? Parent => parent;

    /// <summary>Names in small letters, values decoded.</summary>
    public IReadOnlyDictionary<string, string> Attributes => attributes;

    /// <summary>What stands in a style sheet; empty for all others.</summary>
    public string Raw { get; set; } = "";

    public int TextStart { get; } = textStart;

    /// <summary>Where its text ends.</summary>
    public int TextEnd { get; set; } = textStart;

    public string? this[string attribute] => attributes.GetValueOrDefault(attribute);
}
