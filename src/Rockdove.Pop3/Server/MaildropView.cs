using System.Collections;

namespace Rockdove.Pop3;

/// <summary>A maildrop, and what one session has marked as deleted in it.</summary>
public sealed class MaildropView
{
    private readonly BitArray _deleted;
    private readonly long _allBytes;

    internal MaildropView(Maildrop maildrop)
    {
        Maildrop = maildrop;
        _deleted = new BitArray(maildrop.Count);
        for (var number = 1; number <= maildrop.Count; number++)
            _allBytes += maildrop.BytesOf(number);
        Reset();
    }

    public Maildrop Maildrop { get; }

    /// <summary>Messages that are not marked as deleted.</summary>
    public int Count { get; private set; }

    /// <summary>Their octets.</summary>
    public long Bytes { get; private set; }

    /// <summary>Messages that are.</summary>
    public int DeletedCount => Maildrop.Count - Count;

    /// <summary>There is such a message, and it is not marked as deleted.</summary>
    public bool Has(int number) => number >= 1 && number <= Maildrop.Count && !_deleted[number - 1];

    /// <summary>The messages that are marked as deleted, ascending.</summary>
    public IEnumerable<int> Deleted
    {
        get
        {
            for (var number = 1; number <= Maildrop.Count; number++)
            {
                if (_deleted[number - 1])
                    yield return number;
            }
        }
    }

    internal void Delete(int number)
    {
        _deleted[number - 1] = true;
        Count--;
        Bytes -= Maildrop.BytesOf(number);
    }

    internal void Reset()
    {
        _deleted.SetAll(false);
        Count = Maildrop.Count;
        Bytes = _allBytes;
    }
}
