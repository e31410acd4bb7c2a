using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>A value of an IMAP response: a list, a text however it was written, or NIL.</summary>
/// <param name="Text">Octets as characters of Latin-1; null for NIL and for lists.</param>
/// <param name="Items">What a list has in it; null for what is none.</param>
internal sealed record ImapNode(string? Text, IReadOnlyList<ImapNode>? Items)
{
    public bool IsNil => Text is null && Items is null;

    /// <summary>Reads one value from a place on, and moves behind it.</summary>
    public static ImapNode Read(string octets, ref int at)
    {
        while (octets[at] == ' ')
            at++;
        switch (octets[at])
        {
            case '(':
                at++;
                List<ImapNode> items = [];
                while (octets[at] != ')')
                {
                    items.Add(Read(octets, ref at));
                    while (octets[at] == ' ')
                        at++;
                }

                at++;
                return new ImapNode(null, items);
            case '"':
                var text = new StringBuilder();
                for (at++; octets[at] != '"'; at++)
                    text.Append(octets[at] == '\\' ? octets[++at] : octets[at]);
                at++;
                return new ImapNode(text.ToString(), null);
            case '{' or '~':
                var open = octets.IndexOf('{', at);
                var close = octets.IndexOf('}', at);
                var length = int.Parse(octets[(open + 1)..close], System.Globalization.CultureInfo.InvariantCulture);
                at = close + 3 + length;
                return new ImapNode(octets.Substring(close + 3, length), null);
            default:
                var start = at;
                while (octets[at] is not (' ' or ')' or '(' or '\r'))
                    at++;
                var atom = octets[start..at];
                return new ImapNode(atom.Equals("NIL", StringComparison.OrdinalIgnoreCase) ? null : atom, null);
        }
    }

    /// <summary>As it would be written, if all texts were quoted.</summary>
    public override string ToString() =>
        IsNil ? "NIL" : Items is null ? $"\"{Text}\"" : $"({string.Join(' ', Items)})";
}
