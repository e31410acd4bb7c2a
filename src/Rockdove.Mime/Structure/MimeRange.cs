namespace Rockdove.Mime;

/// <summary>Octets of a message, from Start up to End, counted from the start of the message.</summary>
public readonly record struct MimeRange(int Start, int End)
{
    public int Length => End - Start;
}
