using System.Text;

namespace Rockdove.Storage;

/// <summary>Brings the names of accounts, domains and addresses into the form in which they are compared.</summary>
internal static class NamePreparation
{
    /// <exception cref="ArgumentException">The text is empty, too long, malformed or has control
    /// characters.</exception>
    public static string Prepare(string text, int maximumLength, string what)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.Length > maximumLength)
            throw new ArgumentException($"{what} has at most {maximumLength} characters.", nameof(text));
        if (text.Any(char.IsControl))
            throw new ArgumentException($"{what} has no control characters.", nameof(text));
        _ = Strict.GetByteCount(text); // Throws for half a surrogate pair, which no store could give back.
        return text.ToLowerInvariant(); // As long as before: letter by letter.
    }

    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
