using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>Reads the numbers of commands: decimal digits, no sign, and nothing that wraps around.</summary>
internal static class MessageNumber
{
    /// <summary>
    /// Reads a whole argument as the number of a message. A number that no maildrop can have is 0, which none has.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> argument, out int number)
    {
        var cursor = new Cursor(argument);
        return TryRead(ref cursor, out number) && cursor.AtEnd;
    }

    /// <summary>Reads a number and stops behind it.</summary>
    public static bool TryRead(ref Cursor cursor, out int number)
    {
        var isNumber = cursor.TryReadNumber(out var value);
        number = value <= int.MaxValue ? (int)value : 0;
        return isNumber;
    }
}
