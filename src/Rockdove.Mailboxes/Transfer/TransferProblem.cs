namespace Rockdove.Mailboxes;

/// <summary>Something that was left out, or not wholly taken; the rest goes on.</summary>
/// <param name="Where">A file, with line or offset where one is known, or a mailbox and identifier.</param>
/// <param name="What">What is wrong with it, and what was done.</param>
public readonly record struct TransferProblem(string Where, string What)
{
    public override string ToString() => $"{Where}: {What}";
}
