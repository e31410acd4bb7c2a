namespace Rockdove.Imap;

/// <summary>
/// An untagged line in the making: words with a space between, lists in parentheses. It is no longer good once it is
/// ended. A line that is begun and not ended aborts the connection.
/// </summary>
public sealed class UntaggedLine
{
    private readonly ResponseText _text;
    private int _lists;
    private bool _isFirst;

    internal UntaggedLine(ResponseText text) => _text = text;

    internal bool IsOpen { get; private set; }

    /// <summary>A word of printable ASCII that needs no quotes.</summary>
    /// <exception cref="ArgumentException">It cannot stand there.</exception>
    public UntaggedLine Atom(string atom)
    {
        Demand(atom);
        Next();
        _text.Raw(atom);
        return this;
    }

    public UntaggedLine Number(ulong number)
    {
        Next();
        _text.Number(number);
        return this;
    }

    /// <summary>A string, quoted or as a literal, whatever is in it; NIL for null.</summary>
    public UntaggedLine String(string? text)
    {
        Next();
        _text.NString(text);
        return this;
    }

    /// <summary>Octets as a string; with NUL as literal8, which the client must have asked for; NIL for null.</summary>
    public UntaggedLine Octets(ReadOnlyMemory<byte>? octets)
    {
        Next();
        if (octets is { } known)
            _text.Octets(known.Span);
        else
            _text.Raw("NIL"u8);
        return this;
    }

    /// <summary>The name of a mailbox, in the form that the client knows.</summary>
    public UntaggedLine Mailbox(string name)
    {
        Next();
        _text.MailboxName(name);
        return this;
    }

    public UntaggedLine OpenList()
    {
        Next();
        _text.Raw("("u8);
        _lists++;
        _isFirst = true;
        return this;
    }

    /// <exception cref="InvalidOperationException">No list is open.</exception>
    public UntaggedLine CloseList()
    {
        if (_lists == 0)
            throw new InvalidOperationException("No list is open.");
        _text.Raw(")"u8);
        _lists--;
        _isFirst = false;
        return this;
    }

    /// <exception cref="InvalidOperationException">A list is open, or the line is over.</exception>
    public void End()
    {
        if (!IsOpen || _lists > 0)
            throw new InvalidOperationException("The line is not whole, or over.");
        _text.Raw("\r\n"u8);
        IsOpen = false;
    }

    internal void Begin(string name)
    {
        Demand(name);
        _text.Raw("* "u8);
        _text.Raw(name);
        IsOpen = true;
        _isFirst = false;
    }

    private void Next()
    {
        if (!IsOpen)
            throw new InvalidOperationException("The line is over.");
        _text.Separate(ref _isFirst);
    }

    private static void Demand(string atom)
    {
        if (atom.Length == 0 || atom.AsSpan().ContainsAnyExceptInRange('!', '~') || atom.AsSpan().ContainsAny("(){\""))
            throw new ArgumentException($"'{atom}' cannot stand without quotes.", nameof(atom));
    }
}
