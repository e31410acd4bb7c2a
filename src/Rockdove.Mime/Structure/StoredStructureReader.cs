using System.Text;

namespace Rockdove.Mime;

/// <summary>Reads what <see cref="StoredStructureWriter"/> wrote, and believes none of it.</summary>
internal ref struct StoredStructureReader(ReadOnlySpan<byte> stored)
{
    private ReadOnlySpan<byte> _rest = stored;
    private bool _isBroken;

    /// <summary>Null when these octets are no structure of this version.</summary>
    public MessageStructure? Read()
    {
        if (Octet() != StoredStructureWriter.Version)
            return null;
        var length = Number();
        var count = Number();
        // A part has eight octets at least, so a false count cannot claim memory.
        if (_isBroken || count == 0 || count > _rest.Length / FewestOctets)
            return null;
        List<PartStructure> parts = new(count);
        var start = 0;
        for (var i = 0; i < count; i++)
        {
            if (ReadPart(parts, length, ref start) is not { } part)
                return null;
            parts.Add(part);
        }

        // A message/rfc822 has its one message; SectionPath and others count on it.
        return _rest.IsEmpty && parts.TrueForAll(part => !part.IsMessage || part.Children.Count == 1)
            ? new MessageStructure(length, parts)
            : null;
    }

    private PartStructure? ReadPart(List<PartStructure> parts, int length, ref int start)
    {
        int kind = Octet(), back = Number();
        long partStart = (long)start + Number();
        var bodyStart = partStart + Number();
        var bodyEnd = bodyStart + Number();
        var lines = Number();
        var encoding = (TransferEncoding)Octet();
        if (_isBroken || bodyEnd > length || lines > bodyEnd - bodyStart || back > parts.Count
            || (back == 0) != (parts.Count == 0) || !Enum.IsDefined(encoding) || kind >= FirstUnknownFlag)
            return null;
        start = (int)partStart;
        var parent = back == 0 ? null : parts[^back];
        if (parent is { IsMultipart: false, IsMessage: false })
            return null;

        var type = ReadType();
        var disposition = (kind & StoredStructureWriter.HasDisposition) == 0 ? null : ReadDisposition();
        var hasFields = (kind & StoredStructureWriter.HasFields) != 0;
        PartFacts facts = new()
        {
            Kind = (PartKind)(kind & 3),
            Start = start,
            BodyStart = (int)bodyStart,
            BodyEnd = (int)bodyEnd,
            Lines = lines,
            ContentType = type,
            Disposition = disposition,
            TransferEncoding = encoding,
            ContentId = hasFields ? Text() : null,
            Description = hasFields ? Text() : null,
            Md5 = hasFields ? Text() : null,
            Language = hasFields ? Text() : null,
            Location = hasFields ? Text() : null,
            Envelope = (kind & StoredStructureWriter.HasEnvelope) == 0 ? null : ReadEnvelope(),
        };
        return _isBroken ? null : new PartStructure(parent, facts);
    }

    private ContentType ReadType()
    {
        string type = Text() ?? "", subtype = Text() ?? "";
        return new ContentType(type, subtype, ReadParameters());
    }

    private ContentDisposition ReadDisposition()
    {
        var kind = Text() ?? "";
        return new ContentDisposition(kind, ReadParameters());
    }

    private MimeParameters ReadParameters()
    {
        var count = Number();
        if (_isBroken || count > _rest.Length / 2)
        {
            _isBroken = true;
            return MimeParameters.Empty;
        }

        List<MimeParameter> parameters = new(count);
        for (var i = 0; i < count; i++)
        {
            string name = Text() ?? "", value = Text() ?? "";
            parameters.Add(new MimeParameter(name, value));
        }

        return count == 0 ? MimeParameters.Empty : new MimeParameters(parameters);
    }

    private MessageEnvelope ReadEnvelope() => new()
    {
        Date = Text(),
        Subject = Text(),
        From = Text(),
        Sender = Text(),
        ReplyTo = Text(),
        To = Text(),
        Cc = Text(),
        Bcc = Text(),
        InReplyTo = Text(),
        MessageId = Text(),
    };

    private string? Text()
    {
        var length = Number() - 1;
        if (_isBroken || length > _rest.Length)
        {
            _isBroken = true;
            return null;
        }

        if (length < 0)
            return null;
        var text = Encoding.UTF8.GetString(_rest[..length]);
        _rest = _rest[length..];
        return text;
    }

    private int Number()
    {
        var number = 0L;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var octet = Octet();
            number |= (long)(octet & 0x7F) << shift;
            if (octet < 0x80)
            {
                _isBroken |= number > int.MaxValue;
                return _isBroken ? 0 : (int)number;
            }
        }

        _isBroken = true;
        return 0;
    }

    private byte Octet()
    {
        if (_rest.IsEmpty)
        {
            _isBroken = true;
            return 0;
        }

        var octet = _rest[0];
        _rest = _rest[1..];
        return octet;
    }

    private const int FewestOctets = 8;
    private const int FirstUnknownFlag = 32;
}
