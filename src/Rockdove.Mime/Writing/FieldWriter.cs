using System.Buffers;
using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// Writes header fields: US-ASCII, folded at 78 characters where it can be and below 998 always (RFC 5322 section
/// 2.1.1). A value with a control character is refused: CR LF would start another field.
/// </summary>
internal sealed class FieldWriter(IBufferWriter<byte> output)
{
    private readonly StringBuilder _line = new();
    private int _column;

    public void Unstructured(string name, string value)
    {
        Refuse(name, value);
        Start(name);
        if (IsPlain(value))
            Words(value);
        else
            foreach (var word in EncodedWordWriter.Encode(value))
                Token(word);
        End();
    }

    /// <summary>Text that is not encoded: fields of message/delivery-status have other rules than headers.</summary>
    public void Raw(string name, string value)
    {
        Refuse(name, value);
        if (value.Length > LongestWord)
            throw new ArgumentException($"{name}: a value of more than {LongestWord} characters does not fit on a "
                + $"line.");
        Start(name);
        Words(value.Trim());
        End();
    }

    public void Addresses(string name, IReadOnlyList<MailAddress> addresses)
    {
        if (addresses.Count == 0)
            return;
        Start(name);
        for (var i = 0; i < addresses.Count; i++)
        {
            var end = i < addresses.Count - 1 ? "," : "";
            var address = Checked(name, addresses[i]);
            if (addresses[i].Name.Length == 0)
            {
                Token(address + end);
                continue;
            }

            Refuse(name, addresses[i].Name);
            Phrase(addresses[i].Name);
            Token($"<{address}>{end}");
        }

        End();
    }

    public void MessageIds(string name, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
            return;
        Start(name);
        foreach (var id in ids)
        {
            if (id.Length is 0 or > LongestWord || id.AsSpan().ContainsAny(" <>()") || !IsVisible(id))
                throw new ArgumentException($"{name}: '{Shown(id)}' is no message-id.");
            Token($"<{id}>");
        }

        End();
    }

    /// <summary>A value and its parameters; those that need it are encoded and continued (RFC 2231).</summary>
    public void Parameterised(string name, string value, params (string Name, string Value)[] parameters)
    {
        Start(name);
        Token(parameters.Length == 0 ? value : value + ";");
        for (var i = 0; i < parameters.Length; i++)
        {
            Refuse(name, parameters[i].Value);
            var pieces = ParameterWriter.Encode(parameters[i].Name, parameters[i].Value);
            for (var piece = 0; piece < pieces.Count; piece++)
            {
                var isLast = i == parameters.Length - 1 && piece == pieces.Count - 1;
                Token(isLast ? pieces[piece] : pieces[piece] + ";");
            }
        }

        End();
    }

    /// <summary>Throws if a field of this name cannot be written.</summary>
    public static void CheckName(string name)
    {
        if (name.Length is 0 or > LongestName || !IsVisible(name) || !Ascii.IsValid(name)
            || name.Contains(':', StringComparison.Ordinal))
            throw new ArgumentException($"'{Shown(name)}' is no name of a header field.");
    }

    private void Start(string name)
    {
        _line.Clear().Append(name).Append(':');
        _column = _line.Length;
    }

    private void End()
    {
        _line.Append("\r\n");
        Encoding.UTF8.GetBytes(_line.ToString(), output);
    }

    // Something that cannot be broken, after a space at which the line can be.
    private void Token(string token)
    {
        if (_column + 1 + token.Length > PreferredLine && _line[^1] != ':')
        {
            _line.Append("\r\n");
            _column = 0;
        }

        _line.Append(' ').Append(token);
        _column += 1 + token.Length;
    }

    // Folds only where spaces are, and keeps each of them: unfolding gives the value back (section 2.2.3).
    private void Words(string value)
    {
        var position = 0;
        var isFirst = true;
        while (position < value.Length)
        {
            var word = position;
            while (value[word] == ' ')
                word++;
            var end = value.IndexOf(' ', word);
            if (end < 0)
                end = value.Length;
            var length = end - position + (isFirst ? 1 : 0);
            if (_column + length > PreferredLine && !isFirst)
            {
                _line.Append("\r\n");
                _column = 0;
            }

            if (isFirst)
                _line.Append(' ');
            _line.Append(value, position, end - position);
            _column += length;
            position = end;
            isFirst = false;
        }
    }

    private void Phrase(string name)
    {
        if (!IsPlain(name) || name.Length > LongestPlainWord)
        {
            foreach (var word in EncodedWordWriter.Encode(name))
                Token(word);
        }
        else if (name.Split(' ').All(word => word.Length > 0 && word.All(AddressReader.IsAtomText)))
        {
            foreach (var word in name.Split(' '))
                Token(word);
        }
        else
        {
            Token(MailAddress.Quote(name));
        }
    }

    // What is written must be read as the same address; that leaves no room for a second one, or for a comment.
    private static string Checked(string field, MailAddress address)
    {
        var text = address.Address;
        var read = text.Length <= LongestWord ? MailAddress.Parse(text) : null;
        if (text.Any(char.IsControl) || read is null || read.LocalPart != address.LocalPart
            || read.Domain != address.Domain)
            throw new ArgumentException($"{field}: '{Shown(text)}' is no address.");
        return text;
    }

    // Can be written as it is, and is then read as it is. Long words and quoted names must fit on a line.
    private static bool IsPlain(string value)
    {
        if (value.Length > 0 && (value[0] == ' ' || value[^1] == ' '))
            return false;
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~') || value.Contains("=?", StringComparison.Ordinal))
            return false;
        var word = 0;
        var spaces = 0;
        foreach (var character in value)
        {
            word = character == ' ' ? 0 : word + 1;
            spaces = character == ' ' ? spaces + 1 : 0;
            if (word > LongestPlainWord || spaces > LongestPlainWord)
                return false;
        }

        return true;
    }

    private static bool IsVisible(string text) =>
        text.All(character => character is > ' ' and not '\u007F' && !char.IsControl(character));

    private static void Refuse(string field, string value)
    {
        if (value.Any(char.IsControl))
            throw new ArgumentException($"{field}: a header field cannot have control characters: '{Shown(value)}'.");
    }

    private static string Shown(string text) => HeaderText.Safe(text.Length > 80 ? text[..80] : text);

    private const int PreferredLine = 78;
    private const int LongestPlainWord = 200;
    private const int LongestWord = 900;
    private const int LongestName = 100;
}
