namespace Rockdove.Storage.Contract;

/// <summary>Message bodies that are easy to make and hard to confuse.</summary>
public static class Body
{
    /// <summary>Bytes of every value, the same for the same seed.</summary>
    public static byte[] Of(int bytes, int seed = 0)
    {
        var body = new byte[bytes];
        new Random(seed).NextBytes(body);
        return body;
    }

    /// <summary>Fails at the first difference, without printing a million bytes.</summary>
    public static void Expect(byte[] expected, byte[]? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Length, actual.Length);
        var same = expected.AsSpan().CommonPrefixLength(actual);
        Assert.True(same == expected.Length, $"The bodies differ at byte {same}.");
    }

    public static byte[] Of(string text) => System.Text.Encoding.Latin1.GetBytes(text);
}
