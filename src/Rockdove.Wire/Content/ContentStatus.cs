namespace Rockdove.Wire;

/// <summary>What one call of <see cref="ContentDecoder.Decode"/> gave.</summary>
public enum ContentStatus : byte
{
    /// <summary>A slice of content; call again with what was not consumed.</summary>
    Slice,

    /// <summary>All input is consumed and the content goes on.</summary>
    NeedInput,

    /// <summary>The content, or this chunk of it, is complete.</summary>
    End,
}
