using System.Text;

namespace Rockdove.Pop3.Tests;

/// <summary>A maildrop of messages at hand, whose unique identifiers are <c>u1</c>, <c>u2</c> and so on.</summary>
internal sealed class ListedMaildrop(IReadOnlyList<byte[]> messages) : Maildrop
{
    public override int Count => messages.Count;

    public override long BytesOf(int number) => messages[number - 1].Length;

    public override int WriteUniqueId(int number, Span<byte> destination) =>
        Encoding.ASCII.GetBytes($"u{number}", destination);
}
