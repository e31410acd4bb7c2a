using System.Text;

namespace Rockdove.Testing;

/// <summary>What a server writes, checked octet by octet against RFC 5321 section 4.2.</summary>
internal sealed class ReplyStream
{
    private readonly List<byte> _octets = [];
    private int _checked;
    private int _openCode;

    /// <summary>Whole replies so far; a reply of many lines is one.</summary>
    public int Count { get; private set; }

    /// <summary>The code of the last whole reply, or 0.</summary>
    public int LastCode { get; private set; }

    public byte[] Octets => [.. _octets];

    /// <summary>True between replies: not within a line, nor between lines of one reply.</summary>
    public bool IsWhole => _checked == _octets.Count && _openCode == 0;

    /// <exception cref="InvariantBrokenException">It is no reply.</exception>
    public void Append(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty)
            return;
        _octets.AddRange(octets);
        var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_octets);
        for (int end; (end = all[_checked..].IndexOf((byte)'\n')) >= 0; _checked += end + 1)
            Check(all.Slice(_checked, end + 1));
    }

    private void Check(ReadOnlySpan<byte> line)
    {
        if (line.Length > 512)
            throw Broken(line, "is longer than 512 octets");
        if (line.Length < 5 || line[^2] != '\r' || line[..^2].ContainsAny((byte)'\r', (byte)'\n', (byte)0))
            throw Broken(line, "does not end with the only CR LF");
        if (line[0] is < (byte)'2' or > (byte)'5' || !char.IsAsciiDigit((char)line[1])
            || !char.IsAsciiDigit((char)line[2]) || line[3] is not ((byte)' ' or (byte)'-' or (byte)'\r'))
            throw Broken(line, "does not begin with a code and a space or hyphen");
        var code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
        if (_openCode != 0 && code != _openCode)
            throw Broken(line, $"goes on a reply that began with {_openCode}");
        _openCode = line[3] == '-' ? code : 0;
        if (_openCode != 0)
            return;
        Count++;
        LastCode = code;
    }

    private static InvariantBrokenException Broken(ReadOnlySpan<byte> line, string why) =>
        new($"The line '{Encoding.Latin1.GetString(line).ReplaceLineEndings("\\n")}' {why}.");
}

/// <summary>An engine did what none may do for any input.</summary>
public sealed class InvariantBrokenException(string message, Exception? cause = null) : Exception(message, cause);
