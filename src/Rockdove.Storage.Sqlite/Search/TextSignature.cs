using System.Buffers;
using System.Numerics;
using System.Text;

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

    /// <summary>Of a message.</summary>
    public void Set(SearchText text)
    {
        Array.Clear(_bits);
        // Of UTF-8 there are never fewer octets than characters.
        var buffer = ArrayPool<char>.Shared.Rent(text.Octets.Length);
        var reader = text.Read();
        while (reader.TryReadAddress(out var place, out var address))
        {
            var kind = (place & Outside) == 0 ? TokenKind.Address : TokenKind.EnvelopeAddress;
            AddName(kind, Characters(address, buffer));
        }
        while (reader.TryReadFileName(out var fileName))
            AddText(Characters(fileName, buffer));
        while (reader.TryReadField(out var name, out var value))
        {
            AddText(Characters(value, buffer));
            AddName(TokenKind.Field, Characters(name, buffer));
        }
        AddText(Characters(reader.ReadBody(), buffer));
        if (text.HasAttachment)
            AddName(TokenKind.Attachment, "");
        ArrayPool<char>.Shared.Return(buffer);
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

    private static ReadOnlySpan<char> Characters(ReadOnlySpan<byte> text, char[] buffer) =>
        buffer.AsSpan(0, Encoding.UTF8.GetChars(text, buffer));

    private void AddText(ReadOnlySpan<char> text)
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

    private void AddName(TokenKind kind, ReadOnlySpan<char> name)
    {
        Span<int> tokens = stackalloc int[SearchTokens.TokensOfName];
        SearchTokens.OfName(kind, name, tokens);
        foreach (var token in tokens)
            Add(token);
    }

    private void Add(int token) => _bits[token >> 6] |= 1UL << (token & 63);

    private const AddressPlaces Outside = AddressPlaces.EnvelopeSender | AddressPlaces.EnvelopeRecipient;
}
