using System.Buffers;

namespace Rockdove.Mime;

/// <summary>
/// What a store keeps beside a message, so that it need not be read again: where each part is, and what IMAP's ENVELOPE
/// and BODYSTRUCTURE tell. With the octets of the message it also answers any <c>BODY[section]&lt;partial&gt;</c>.
/// </summary>
public sealed class MessageStructure
{
    internal MessageStructure(int length, IReadOnlyList<PartStructure> parts)
    {
        Length = length;
        Parts = parts;
    }

    /// <summary>Of a message that was read.</summary>
    public static MessageStructure Of(MimeMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return StructureFacts.Of(message);
    }

    /// <summary>
    /// Reads what <see cref="Write"/> wrote. False for any other octets and for other versions: the message must then
    /// be read again. Whatever the octets are, nothing throws, and ranges lie inside of <see cref="Length"/>. Damage
    /// that makes sense is not found: a store has checksums.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> stored, out MessageStructure? structure)
    {
        structure = new StoredStructureReader(stored).Read();
        return structure is not null;
    }

    /// <summary>Octets of the message.</summary>
    public int Length { get; }

    /// <summary>All parts in the order of their first octets; the first is the message itself.</summary>
    public IReadOnlyList<PartStructure> Parts { get; }

    /// <summary>The message as a part.</summary>
    public PartStructure Root => Parts[0];

    /// <summary>Writes the stored form, version 1; some 40 octets a part and the values of the header.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        new StoredStructureWriter(output).Write(this);
    }

    /// <summary>The stored form.</summary>
    public byte[] ToArray()
    {
        ArrayBufferWriter<byte> output = new();
        Write(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Where the octets of an IMAP section lie (RFC 9051 section 6.4.5.1): empty for all, <c>HEADER</c>, <c>TEXT</c>,
    /// <c>1.2</c>, <c>1.2.MIME</c>, <c>1.2.HEADER</c>, <c>1.2.TEXT</c>. Null if there is no such part, or it is no
    /// section. For HEADER.FIELDS, locate HEADER and give its octets to <see cref="HeaderSelection"/>.
    /// </summary>
    public MimeRange? Locate(string section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return new SectionPath(this).Locate(section);
    }

    /// <summary>The part with a number as IMAP has it, such as <c>1.2</c>; null if there is none.</summary>
    public PartStructure? Find(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return new SectionPath(this).Find(number);
    }
}
