using System.Buffers;
using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// The stored form of a <see cref="MessageStructure"/>. Numbers are 7 bits an octet, the lowest first. A text is its
/// octets of UTF-8 plus one, then these; 0 is null.
/// <code>
/// stored  = %x01 length count 1*part
/// part    = kind back start header body lines encoding type [disposition] fields [envelope]
/// kind    = OCTET        ; 0-1 the kind, 2 has a disposition, 3 has an envelope, 4 has fields
/// back    = number       ; how many parts before it the part around it stands; 0 for the message
/// start   = number       ; octets from the start of the part before it
/// header  = number       ; octets;  body, lines likewise
/// type    = text text parameters
/// disposition = text parameters
/// parameters  = number *(text text)
/// fields  = 5text        ; Content-ID, -Description, -MD5, -Language, -Location
/// envelope    = 10text
/// </code>
/// </summary>
internal readonly struct StoredStructureWriter(IBufferWriter<byte> output)
{
    public const byte Version = 1;
    public const int HasDisposition = 4;
    public const int HasEnvelope = 8;
    public const int HasFields = 16;

    public void Write(MessageStructure structure)
    {
        Octet(Version);
        Number(structure.Length);
        Number(structure.Parts.Count);
        Dictionary<PartStructure, int> places = new(structure.Parts.Count);
        var before = 0;
        for (var i = 0; i < structure.Parts.Count; i++)
        {
            var part = structure.Parts[i];
            if (part.Children.Count > 0)
                places.Add(part, i);
            Write(part.Facts, part.Parent is null ? 0 : i - places[part.Parent], before);
            before = part.Facts.Start;
        }
    }

    private void Write(PartFacts part, int back, int before)
    {
        var fields = part.ContentId ?? part.Description ?? part.Md5 ?? part.Language ?? part.Location;
        Octet((byte)((int)part.Kind
            | (part.Disposition is null ? 0 : HasDisposition)
            | (part.Envelope is null ? 0 : HasEnvelope)
            | (fields is null ? 0 : HasFields)));
        Number(back);
        Number(part.Start - before);
        Number(part.BodyStart - part.Start);
        Number(part.BodyEnd - part.BodyStart);
        Number(part.Lines);
        Octet((byte)part.TransferEncoding);
        Text(part.ContentType.Type);
        Text(part.ContentType.Subtype);
        Parameters(part.ContentType.Parameters);
        if (part.Disposition is { } disposition)
        {
            Text(disposition.Kind);
            Parameters(disposition.Parameters);
        }

        if (fields is not null)
        {
            Text(part.ContentId);
            Text(part.Description);
            Text(part.Md5);
            Text(part.Language);
            Text(part.Location);
        }

        if (part.Envelope is { } envelope)
            Write(envelope);
    }

    private void Write(MessageEnvelope envelope)
    {
        Text(envelope.Date);
        Text(envelope.Subject);
        Text(envelope.From);
        Text(envelope.Sender);
        Text(envelope.ReplyTo);
        Text(envelope.To);
        Text(envelope.Cc);
        Text(envelope.Bcc);
        Text(envelope.InReplyTo);
        Text(envelope.MessageId);
    }

    private void Parameters(MimeParameters parameters)
    {
        Number(parameters.Count);
        foreach (var (name, value) in parameters)
        {
            Text(name);
            Text(value);
        }
    }

    private void Text(string? text)
    {
        if (text is null)
        {
            Octet(0);
            return;
        }

        Number(Encoding.UTF8.GetByteCount(text) + 1);
        Encoding.UTF8.GetBytes(text, output);
    }

    private void Number(int number)
    {
        var rest = (uint)number;
        for (; rest >= 0x80; rest >>= 7)
            Octet((byte)(rest | 0x80));
        Octet((byte)rest);
    }

    private void Octet(byte octet)
    {
        output.GetSpan(1)[0] = octet;
        output.Advance(1);
    }
}
