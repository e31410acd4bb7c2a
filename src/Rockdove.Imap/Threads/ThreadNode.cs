namespace Rockdove.Imap;

/// <summary>
/// A message while threads are made: its parent and its children agree at all times. Trees may be as deep as a mailbox
/// is long, so nothing here calls itself.
/// </summary>
internal sealed class ThreadNode(SortableMessage? row)
{
    private ThreadSubject? _subject;

    /// <summary>Null for a message that is referred to and not there.</summary>
    public SortableMessage? Row { get; private set; } = row;

    public ThreadNode? Parent { get; private set; }

    public List<ThreadNode> Children { get; private set; } = [];

    /// <summary>The message that was referred to has been found.</summary>
    public void Fill(SortableMessage found) => Row = found;

    /// <summary>Of the message, or of the first child of one that is not there.</summary>
    public ThreadSubject Subject => _subject ??= ThreadSubject.Of((Row ?? Children[0].Row)?.Subject);

    /// <summary>Whether this is <paramref name="other"/>, or below it.</summary>
    public bool IsBelow(ThreadNode other)
    {
        if (other.Children.Count == 0)
            return this == other;
        for (var node = this; node is not null; node = node.Parent)
        {
            if (node == other)
                return true;
        }

        return false;
    }

    public void Adopt(ThreadNode child)
    {
        child.Leave();
        child.Parent = this;
        Children.Add(child);
    }

    public void Leave()
    {
        if (Parent is null)
            return;
        // The youngest is the likeliest, so a parent of many is not walked through for each.
        Parent.Children.RemoveAt(Parent.Children.LastIndexOf(this));
        Parent = null;
    }

    /// <summary>Leaves the root, whose list is somebody else's to mend.</summary>
    public void Detach(ThreadNode root)
    {
        if (Parent == root)
            Parent = null;
    }

    /// <summary>Takes other children in place of these; they become its own.</summary>
    public void Replace(List<ThreadNode> children)
    {
        foreach (var child in children)
            child.Parent = this;
        Children = children;
    }

    /// <summary>By the sent date; then in the order of the mailbox.</summary>
    public static int CompareSent(ThreadNode left, ThreadNode right)
    {
        var (a, b) = (left.Row ?? left.Children[0].Row!, right.Row ?? right.Children[0].Row!);
        var order = a.SentOrArrival.CompareTo(b.SentOrArrival);
        return order != 0 ? order : a.Uid.CompareTo(b.Uid);
    }

    /// <summary>All nodes below, each after those below it.</summary>
    public IEnumerable<ThreadNode> Upwards()
    {
        var order = new List<ThreadNode>();
        var open = new Stack<ThreadNode>(Children);
        while (open.TryPop(out var node))
        {
            order.Add(node);
            foreach (var child in node.Children)
                open.Push(child);
        }

        order.Reverse();
        return order;
    }
}

/// <summary>A base subject to compare by, and whether something was taken off it.</summary>
internal sealed record ThreadSubject(string Key, bool IsReply)
{
    public static ThreadSubject Of(string? subject)
    {
        var text = BaseSubject.Of(subject, out var isReply);
        return new ThreadSubject(Convert.ToHexString(Collation.KeyOf(text)), isReply);
    }
}
