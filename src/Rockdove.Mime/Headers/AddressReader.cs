using System.Buffers;
using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// One pass over an address list, in the grammar of RFC 5322 sections 3.4 and 4.4 and what lies around it:
/// <code>
/// address = mailbox / group
/// mailbox = addr-spec / [phrase] "&lt;" [route] addr-spec "&gt;"
/// group   = phrase ":" [mailbox-list] ";"
/// </code>
/// Words are gathered until a special character says what they were. Nothing is read twice.
/// </summary>
internal sealed class AddressReader(
    string text, int limit, DefectList? defects, int offset, bool keepsEncodedWords = false)
{
    private readonly List<MailAddress> _addresses = [];
    private readonly List<AddressGroup> _groups = [];
    private readonly List<Word> _words = [];
    private string _comment = "";
    private string? _group;
    private int _groupStart;
    private int _position;

    public AddressList Read()
    {
        while (ReadElement())
        {
        }

        EndGroup();
        return _addresses.Count == 0 && _groups.Count == 0 ? AddressList.Empty : new AddressList(_addresses, _groups);
    }

    /// <summary>atext of RFC 5322 section 3.2.3, and everything above US-ASCII (RFC 6532 section 3.2).</summary>
    public static bool IsAtomText(char character) =>
        character > 0x7F || AsciiAtomText.Contains(character);

    // One thing between commas. False at the end of the text or of our patience.
    private bool ReadElement()
    {
        _words.Clear();
        _comment = "";
        while (true)
        {
            var comment = _comment;
            var isSpaced = SkipSpaceAndComments();
            if (_words.Count > 0 && _position < text.Length && text[_position] == '@')
                _comment = comment; // One inside of an address is no name.
            if (_position == text.Length)
            {
                AddBare();
                return false;
            }

            if (_addresses.Count >= limit)
            {
                defects?.Add(offset, MimeDefectKind.TooManyAddresses);
                return false;
            }

            var character = text[_position];
            switch (character)
            {
                case ',':
                    _position++;
                    AddBare();
                    return true;
                case ';':
                    _position++;
                    AddBare();
                    EndGroup();
                    return true;
                case ':' when _group is null && _groups.Count < limit:
                    _position++;
                    _group = Phrase(_words.Count);
                    _groupStart = _addresses.Count;
                    return true;
                case '<':
                    _position++;
                    ReadAngle(Phrase(_words.Count));
                    return true;
                case '@':
                    _position++;
                    if (ReadAddress())
                        return true;
                    break; // It was written where a name belongs: a@b <a@b>.
                case '"':
                    _words.Add(new Word(ReadQuoted(), IsQuoted: true, isSpaced));
                    break;
                case '.':
                    _position++;
                    _words.Add(new Word(".", IsQuoted: false, isSpaced));
                    break;
                default:
                    if (ReadAtom() is { Length: > 0 } atom)
                    {
                        _words.Add(new Word(atom, IsQuoted: false, isSpaced));
                        break;
                    }

                    Malformed();
                    _position++;
                    break;
            }
        }
    }

    // After the "@" of an addr-spec without angle brackets. False if a "<" follows: then it was a display name.
    private bool ReadAddress()
    {
        var domain = ReadDomain();
        SkipSpaceAndComments();
        if (_position < text.Length && text[_position] == '<')
        {
            Malformed();
            _words.Add(new Word("@" + domain, IsQuoted: false, IsSpaced: false));
            return false;
        }

        var start = LocalPartStart();
        if (start > 0 || _words.Count == 0)
            Malformed();
        var name = Phrase(start);
        var local = Local(start);
        ReadFurtherDomains(ref local, ref domain);
        Add(name.Length > 0 ? name : _comment, local, domain);
        SkipToSeparator();
        return true;
    }

    private void ReadAngle(string name)
    {
        _words.Clear();
        var comment = _comment;
        string local = "", domain = "";
        while (true)
        {
            var isSpaced = SkipSpaceAndComments();
            if (_position == text.Length || text[_position] is ',' or ';')
            {
                Malformed(); // No ">".
                break;
            }

            var character = text[_position];
            if (character == '>')
            {
                _position++;
                break;
            }

            if (character == '@' && _words.Count == 0)
            {
                SkipRoute();
            }
            else if (character == '@' && domain.Length == 0)
            {
                _position++;
                domain = ReadDomain();
                local = Local(0);
                ReadFurtherDomains(ref local, ref domain);
            }
            else if (character == '"')
            {
                _words.Add(new Word(ReadQuoted(), IsQuoted: true, isSpaced));
            }
            else if (ReadAtom() is { Length: > 0 } atom)
            {
                _words.Add(new Word(atom, IsQuoted: false, isSpaced));
            }
            else
            {
                if (character != '.')
                    Malformed();
                else
                    _words.Add(new Word(".", IsQuoted: false, isSpaced));
                _position++;
            }
        }

        // RFC 5321 allows "<>" in an envelope, never in a header.
        if (_words.Count == 0 || domain.Length == 0)
            Malformed();
        if (_words.Count > 0 || domain.Length > 0 || name.Length > 0)
            Add(name.Length > 0 ? name : comment.Length > 0 ? comment : _comment,
                local.Length > 0 ? local : Local(0), domain);
        SkipToSeparator();
    }

    // "a@b@c": the last domain is where mail would go, so nobody may be shown a@b.
    private void ReadFurtherDomains(ref string local, ref string domain)
    {
        if (_position == text.Length || text[_position] != '@')
            return;
        Malformed();
        var joined = new StringBuilder(local);
        while (_position < text.Length && text[_position] == '@')
        {
            joined.Append('@').Append(domain);
            _position++;
            domain = ReadDomain();
            SkipSpaceAndComments();
        }

        local = HeaderText.Safe(joined.ToString());
    }

    // obs-route = obs-domain-list ":" (RFC 5322 section 4.4); it is read and forgotten. Without a ":" it was no route.
    private void SkipRoute()
    {
        var end = text.AsSpan(_position).IndexOfAny(':', '>');
        if (end < 0 || text[_position + end] == '>')
        {
            Malformed();
            _position = end < 0 ? text.Length : _position + end;
            return;
        }

        _position += end + 1;
    }

    private string ReadDomain()
    {
        var start = _position;
        var comment = _comment;
        SkipSpaceAndComments();
        _comment = comment;
        if (_position < text.Length && text[_position] == '[')
        {
            var close = text.AsSpan(_position).IndexOf(']');
            var from = _position;
            _position = close < 0 ? text.Length : _position + close + 1;
            if (close < 0)
                Malformed();
            return text[from.._position].Trim();
        }

        // Nearly always there is nothing around the dots.
        var rest = text.AsSpan(_position);
        var plain = rest.IndexOfAnyExcept(PlainDomainText);
        if (plain < 0)
            plain = rest.Length;
        if (plain > 0 && (plain == rest.Length || rest[plain] is '>' or ',' or ';'))
        {
            _position += plain;
            return rest[..plain].ToString();
        }

        var domain = new StringBuilder();
        while (true)
        {
            var length = domain.Length;
            domain.Append(ReadAtom());
            if (_position < text.Length && text[_position] == '.')
            {
                domain.Append('.');
                _position++;
            }

            if (domain.Length == length)
                break;

            // obs-domain: white space and comments around the dots.
            SkipSpaceAndComments();
            var continues = _position < text.Length && (text[_position] == '.' || domain[^1] == '.');
            if (!continues)
                break;
        }

        if (_position == start || domain.Length == 0)
            Malformed();
        return domain.ToString();
    }

    // The last words that only dots and no spaces hold together: in "John Smith john@x" that is the last one.
    private int LocalPartStart()
    {
        var start = _words.Count - 1;
        while (start > 0 && (!_words[start].IsSpaced || _words[start].Text == "." || _words[start - 1].Text == "."))
            start--;
        return Math.Max(start, 0);
    }

    private string Local(int start)
    {
        if (_words.Count - start == 1)
            return HeaderText.Safe(_words[start].Text);
        var local = new StringBuilder();
        for (var i = start; i < _words.Count; i++)
            local.Append(_words[i].Text);
        return HeaderText.Safe(local.ToString());
    }

    // A display name: atoms are decoded together, because white space between encoded words goes.
    private string Phrase(int count)
    {
        if (count == 0)
            return "";
        if (count == 1 && !_words[0].IsQuoted)
            return HeaderText.Safe(Decode(_words[0].Text)).Trim();
        var phrase = new StringBuilder();
        var atoms = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var word = _words[i];
            var space = word.IsSpaced && i > 0 ? " " : "";
            if (!word.IsQuoted)
            {
                atoms.Append(space).Append(word.Text);
                continue;
            }

            Flush();
            var decoded = Decode(word.Text);
            if (decoded != word.Text)
                defects?.Add(offset, MimeDefectKind.EncodedWordQuoted);
            phrase.Append(space).Append(decoded);
        }

        Flush();
        return HeaderText.Safe(phrase.ToString()).Trim();

        void Flush()
        {
            phrase.Append(Decode(atoms.ToString()));
            atoms.Clear();
        }
    }

    private string Decode(string words) =>
        keepsEncodedWords ? words : EncodedWords.Decode(words, defects, offset);

    private void AddBare()
    {
        if (_words.Count == 0)
            return;
        Malformed();
        Add(_comment, Phrase(_words.Count), "");
    }

    private void Add(string name, string local, string domain) =>
        _addresses.Add(new MailAddress(name, local, HeaderText.Safe(domain)));

    private void EndGroup()
    {
        if (_group is not null)
            _groups.Add(new AddressGroup(_group, _groupStart, _addresses.Count - _groupStart));
        _group = null;
    }

    private void Malformed() => defects?.Add(offset, MimeDefectKind.AddressMalformed);

    private void SkipToSeparator()
    {
        SkipSpaceAndComments();
        if (_position == text.Length || text[_position] is ',' or ';')
        {
            if (_position < text.Length && text[_position] == ',')
                _position++;
            return;
        }

        // "<a@b> <c@d>" and "a@b c@d": the comma was forgotten, and what follows is read as the next address.
        Malformed();
        if (text[_position] is '>' or ')' or ']')
            _position++;
    }

    private string ReadAtom()
    {
        // A comma or a bracket inside an encoded word is an error of the sender's that is common in display names.
        if (_position == text.Length)
            return "";
        if (text[_position] == '=' && EncodedWords.TryMatch(text.AsSpan(_position), out var word)
            && !text.AsSpan(_position, word.Length).Contains(' '))
        {
            var encoded = text.Substring(_position, word.Length);
            _position += word.Length;
            return encoded;
        }

        var start = _position;
        while (_position < text.Length)
        {
            var length = text.AsSpan(_position).IndexOfAnyExcept(AsciiAtomText);
            _position = length < 0 ? text.Length : _position + length;
            if (length < 0 || !IsAtomText(text[_position]))
                break;
            _position++;
        }

        return text[start.._position];
    }

    private string ReadQuoted()
    {
        var content = new StringBuilder();
        _position++;
        while (_position < text.Length && text[_position] != '"')
        {
            if (text[_position] == '\\' && _position + 1 < text.Length)
                _position++;
            content.Append(text[_position++]);
        }

        if (_position == text.Length)
            Malformed();
        else
            _position++;
        return content.ToString();
    }

    // Whether there was anything. The last comment is kept: "pete@silly.example (Pete)" is how names once were written.
    private bool SkipSpaceAndComments()
    {
        var start = _position;
        while (_position < text.Length)
        {
            if (text[_position] == '(')
                _comment = Decode(HeaderText.Safe(ReadComment())).Trim();
            else if (char.IsWhiteSpace(text[_position]) || char.IsControl(text[_position]))
                _position++;
            else
                break;
        }

        return _position > start;
    }

    private string ReadComment()
    {
        var content = new StringBuilder();
        var depth = 0;
        while (_position < text.Length)
        {
            var character = text[_position++];
            if (character == '\\' && _position < text.Length)
            {
                content.Append(text[_position++]);
                continue;
            }

            if (character == '(' && depth++ == 0)
                continue;
            if (character == ')' && --depth == 0)
                return content.ToString();
            content.Append(character);
        }

        Malformed();
        return content.ToString();
    }

    private const string AtomLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/?^_`{|}~";

    private static readonly SearchValues<char> AsciiAtomText = SearchValues.Create(AtomLetters + "=");

    /// <summary>Without what begins an encoded word.</summary>
    private static readonly SearchValues<char> PlainDomainText = SearchValues.Create(AtomLetters + ".");

    private readonly record struct Word(string Text, bool IsQuoted, bool IsSpaced);
}
