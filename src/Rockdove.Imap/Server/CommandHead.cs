using System.Text;

namespace Rockdove.Imap;

/// <summary>A command as far as its name: <c>tag SP ["UID" SP] name</c>, and the arguments as they stand.</summary>
internal readonly ref struct CommandHead
{
    /// <summary>Looks at the start of a command.</summary>
    public CommandHead(ReadOnlySpan<byte> text, ImapProtocol protocol)
    {
        var length = text.IndexOfAnyExcept(ImapCharacters.Tag);
        var tag = length < 0 ? text : text[..length];
        var rest = text[tag.Length..];
        if (tag.IsEmpty || tag.Length > protocol.Limits.TagBytes || !(rest.IsEmpty || rest[0] == ' '))
            return;
        Tag = tag;
        var reader = new ImapReader(rest);
        if (!reader.AcceptSpace() || !reader.TryAtom(out var word))
            return;
        var isUid = Ascii.EqualsIgnoreCase(word, "UID"u8) && reader.AcceptSpace() && reader.TryAtom(out word);
        Word = word;
        IsByUid = isUid;
        Arguments = reader.Rest;
        Verb = protocol.FindVerb(word, isUid);
    }

    /// <summary>Empty when there is none, or what is there can be none.</summary>
    public ReadOnlySpan<byte> Tag { get; }

    public ReadOnlySpan<byte> Word { get; }

    public bool IsByUid { get; }

    /// <summary>What follows the name; good while the buffer is.</summary>
    public ReadOnlySpan<byte> Arguments { get; }

    /// <summary>Null when nobody knows the name.</summary>
    public ImapVerb? Verb { get; }

    /// <summary>A browser, or a page that makes one talk to us; it must not learn to say more.</summary>
    public static bool IsHttp(ReadOnlySpan<byte> text)
    {
        foreach (var method in HttpMethods)
        {
            if (text.StartsWith(method))
                return text.IndexOf(" HTTP/"u8) > 0;
        }

        return false;
    }

    private static readonly byte[][] HttpMethods =
    [
        .. new[] { "GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ", "CONNECT ", "DELETE ", "PATCH ", "TRACE " }
            .Select(Encoding.ASCII.GetBytes),
    ];
}
