namespace Rockdove.Imap;

/// <summary>How much of a message PREVIEW may show.</summary>
internal static class PreviewText
{
    /// <summary>The first 256 characters (RFC 8970 section 3.3), none of them halved.</summary>
    public static string? Cut(string? text)
    {
        if (text is null || text.Length <= MaxCharacters)
            return text;
        var at = 0;
        for (var characters = 0; characters < MaxCharacters && at < text.Length; characters++)
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
        return text[..at];
    }

    private const int MaxCharacters = 256;
}
