namespace Rockdove.Storage;

/// <summary>What all entries of one message share, as their rows tell it.</summary>
internal readonly record struct MemoryContent(
    MessageId Id, long Bytes, DeliveryEnvelope? Envelope, ReadOnlyMemory<byte> Structure, long[] Names)
{
    /// <summary>
    /// Octets beside the body that count against the limit: texts of the envelope, the structure, and for each name
    /// what a table of names costs.
    /// </summary>
    public long ExtraBytes
    {
        get
        {
            var characters = 0L;
            if (Envelope is not null)
            {
                characters = (long)Envelope.ReversePath.Length + (Envelope.Helo?.Length ?? 0)
                    + (Envelope.ClientAddress?.Length ?? 0) + (Envelope.Tls?.Length ?? 0)
                    + (Envelope.Identity?.Length ?? 0);
                for (var i = 0; i < Envelope.ForwardPaths.Count; i++)
                    characters += Envelope.ForwardPaths[i].Length;
            }
            return characters * sizeof(char) + Structure.Length + Names.Length * BytesPerName;
        }
    }

    private const int BytesPerName = 64;
}
