namespace Rockdove.Storage;

/// <summary>Names immutable bytes within one blob store. Only that store knows how the text is made.</summary>
public readonly record struct BlobId(string Value)
{
    public override string ToString() => Value ?? "";
}
