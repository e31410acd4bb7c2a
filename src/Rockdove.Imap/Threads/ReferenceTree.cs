namespace Rockdove.Imap;

/// <summary>The six steps of REFERENCES (RFC 5256 section 3), over messages in the order of the mailbox.</summary>
internal sealed class ReferenceTree
{
    private readonly ThreadNode _root = new(null);
    private readonly Dictionary<string, ThreadNode> _byId = new(StringComparer.Ordinal);
    private readonly List<ThreadNode> _all = [];

    public ReferenceTree(IReadOnlyList<SortableMessage> rows)
    {
        Link(rows);
        Gather();
        Prune();
        Merge();
        Sort();
    }

    public IReadOnlyList<MessageThread> ToThreads()
    {
        // From the leaves up, so that each is made of what is made already.
        var made = new Dictionary<ThreadNode, MessageThread>();
        foreach (var node in _root.Upwards())
        {
            made[node] = new MessageThread(node.Row?.Uid, [.. node.Children.Select(child => made[child])]);
            foreach (var child in node.Children)
                made.Remove(child);
        }

        return [.. _root.Children.Select(child => made[child])];
    }

    /// <summary>Step 1. What is named before it comes is made when it is named, and filled when it comes.</summary>
    private void Link(IReadOnlyList<SortableMessage> rows)
    {
        var nodes = rows.Select(NodeOf).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            ThreadNode? last = null;
            foreach (var reference in rows[i].References.TakeLast(MaxReferences))
            {
                var next = Named(Normalize(reference));
                if (last is not null && next.Parent is null && !last.IsBelow(next))
                    last.Adopt(next);
                last = next;
            }

            nodes[i].Leave();
            if (last is not null && !last.IsBelow(nodes[i]))
                last.Adopt(nodes[i]);
        }
    }

    private ThreadNode NodeOf(SortableMessage row)
    {
        var id = row.MessageId is { Length: > 0 } text ? Normalize(text) : null;
        if (id is not null && !_byId.ContainsKey(id))
        {
            var named = Named(id);
            named.Fill(row);
            return named;
        }

        // Without an identifier of its own, or with one that another had first: nobody refers to it.
        var alone = new ThreadNode(row);
        _all.Add(alone);
        return alone;
    }

    private ThreadNode Named(string id)
    {
        if (_byId.TryGetValue(id, out var node))
            return node;
        node = new ThreadNode(null);
        _byId[id] = node;
        _all.Add(node);
        return node;
    }

    /// <summary>Step 2.</summary>
    private void Gather() => _root.Replace([.. _all.Where(node => node.Parent is null)]);

    /// <summary>
    /// Step 3: who is not there goes, and its children take its place; but not at the top, unless there is one child.
    /// </summary>
    private void Prune()
    {
        foreach (var node in _root.Upwards())
            Prune(node, isRoot: false);
        Prune(_root, isRoot: true);
    }

    private static void Prune(ThreadNode node, bool isRoot)
    {
        if (node.Children.TrueForAll(child => child.Row is not null))
            return;
        List<ThreadNode> kept = new(node.Children.Count);
        foreach (var child in node.Children)
        {
            if (child.Row is not null || (isRoot && child.Children.Count > 1))
                kept.Add(child);
            else
                kept.AddRange(child.Children);
        }

        node.Replace(kept);
    }

    /// <summary>Step 4: by date. Step 5: threads with one subject are one thread.</summary>
    private void Merge()
    {
        foreach (var dummy in _root.Children.Where(child => child.Row is null))
            dummy.Children.Sort(ThreadNode.CompareSent); // Its first child speaks for it.
        _root.Children.Sort(ThreadNode.CompareSent);
        var table = new Dictionary<string, ThreadNode>(StringComparer.Ordinal);
        foreach (var node in _root.Children.Where(node => node.Subject.Key.Length > 0))
        {
            if (!table.TryGetValue(node.Subject.Key, out var known) || (known.Row is not null
                && (node.Row is null || (known.Subject.IsReply && !node.Subject.IsReply))))
                table[node.Subject.Key] = node;
        }

        List<ThreadNode> roots = [];
        var places = new Dictionary<ThreadNode, int>();
        foreach (var node in _root.Children)
        {
            var known = node.Subject.Key.Length > 0 ? table[node.Subject.Key] : node;
            if (known == node)
            {
                Place(node, node);
            }
            else if (known.Row is null)
            {
                if (node.Row is null)
                {
                    for (var i = node.Children.Count - 1; i >= 0; i--)
                        known.Adopt(node.Children[i]);
                }
                else
                {
                    known.Adopt(Freed(node));
                }
            }
            else if (node.Subject.IsReply && !known.Subject.IsReply)
            {
                known.Adopt(Freed(node));
            }
            else
            {
                var pair = new ThreadNode(null);
                table[node.Subject.Key] = pair;
                Place(pair, known);
                pair.Adopt(Freed(known));
                pair.Adopt(Freed(node));
            }
        }

        roots.RemoveAll(node => node.Parent is { } parent && parent != _root);
        _root.Replace(roots);

        // A pair stands where the one stood that it was made of.
        void Place(ThreadNode node, ThreadNode former)
        {
            if (places.TryGetValue(former, out var at))
            {
                roots[at] = node;
                places[node] = at;
                return;
            }

            places[node] = roots.Count;
            roots.Add(node);
        }
    }

    /// <summary>The list of the root is being walked, so it is left without taking it out of there.</summary>
    private ThreadNode Freed(ThreadNode node)
    {
        node.Detach(_root);
        return node;
    }

    /// <summary>Step 6, the youngest first.</summary>
    private void Sort()
    {
        foreach (var node in _root.Upwards())
            node.Children.Sort(ThreadNode.CompareSent);
        _root.Children.Sort(ThreadNode.CompareSent);
    }

    /// <summary>One form for what may be quoted or not: <c>&lt;"a"@b&gt;</c> is <c>a@b</c>.</summary>
    private static string Normalize(string id)
    {
        var text = id.AsSpan().Trim();
        if (text.Length > 1 && text[0] == '<' && text[^1] == '>')
            text = text[1..^1];
        var at = text.LastIndexOf('@');
        if (at < 2 || text[0] != '"' || text[at - 1] != '"')
            return text.ToString();
        var local = new System.Text.StringBuilder(at);
        for (var i = 1; i < at - 1; i++)
        {
            if (text[i] == '\\' && i + 1 < at - 1)
                i++;
            local.Append(text[i]);
        }

        return local.Append(text[at..]).ToString();
    }

    /// <summary>A message can name very many others; the last ones are the nearest.</summary>
    private const int MaxReferences = 200;
}
