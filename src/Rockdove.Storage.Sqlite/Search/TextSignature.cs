using System.Numerics;

namespace Rockdove.Storage.Sqlite;

/// <summary>The tokens of one message as a bitmap, used again for the next one.</summary>
internal sealed class TextSignature
{
    private readonly ulong[] _bits = new ulong[SearchTokens.Count / 64];

    /// <summary>Different tokens.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _bits)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>Of a message and its envelope.</summary>
    public void Set(SearchText text, DeliveryEnvelope? envelope)
    {
        Array.Clear(_bits);
        for (var i = 0; i < text.Fields.Count; i++)
        {
            AddText(text.Fields[i].Value);
            AddName(TokenKind.Field, text.Fields[i].Name);
        }
        AddText(text.Body);
        for (var i = 0; i < text.Addresses.Count; i++)
            AddName(TokenKind.Address, text.Addresses[i].Address);
        if (text.HasAttachment)
            AddName(TokenKind.Attachment, "");
        if (envelope is null)
            return;
        AddName(TokenKind.EnvelopeAddress, SearchFold.Of(envelope.ReversePath));
        for (var i = 0; i < envelope.ForwardPaths.Count; i++)
            AddName(TokenKind.EnvelopeAddress, SearchFold.Of(envelope.ForwardPaths[i]));
    }

    /// <summary>Of a message that could not be read: it may say anything, so it is always proposed.</summary>
    public void SetAll() => Array.Fill(_bits, ulong.MaxValue);

    /// <summary>The tokens, each without its bits above the mask, each once, ascending.</summary>
    /// <param name="mask">One less than a power of two, at least 64.</param>
    /// <param name="tokens">Room for as many as the mask lets be.</param>
    public int CopyTo(int mask, Span<int> tokens)
    {
        var words = (mask + 1) / 64;
        var count = 0;
        for (var i = 0; i < words; i++)
        {
            var word = 0UL;
            for (var j = i; j < _bits.Length; j += words)
                word |= _bits[j];
            for (; word != 0; word &= word - 1)
                tokens[count++] = i * 64 + BitOperations.TrailingZeroCount(word);
        }
        return count;
    }

    private void AddText(string text)
    {
        var word = SearchTokens.EmptyWord;
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (i >= 2)
                Add(SearchTokens.OfTrigram(text[i - 2], text[i - 1], text[i]));
            if (SearchWords.IsWord(text[i]))
            {
                word = SearchTokens.Extend(word, text[i]);
                if (++length == SearchTokens.BeginningLength)
                    Add(SearchTokens.OfBeginning(word));
            }
            else if (length > 0)
            {
                AddWord(word);
                (word, length) = (SearchTokens.EmptyWord, 0);
            }
        }
        if (length > 0)
            AddWord(word);
    }

    private void AddWord(ulong word)
    {
        var (first, second) = SearchTokens.OfWord(word);
        Add(first);
        Add(second);
    }

    private void AddName(TokenKind kind, string name)
    {
        Span<int> tokens = stackalloc int[SearchTokens.TokensOfName];
        SearchTokens.OfName(kind, name, tokens);
        foreach (var token in tokens)
            Add(token);
    }

    private void Add(int token) => _bits[token >> 6] |= 1UL << (token & 63);
}
