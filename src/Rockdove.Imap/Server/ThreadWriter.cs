namespace Rockdove.Imap;

/// <summary>
/// Writes THREAD (RFC 5256 section 4). A thread may be as deep as a mailbox is long, so nothing here calls itself.
/// </summary>
internal static class ThreadWriter
{
    public static void Write(ImapResponseWriter responses, IReadOnlyList<MessageThread> threads)
    {
        var text = responses.Text;
        text.Raw("* THREAD"u8);
        List<MessageThread> known = Known(threads, responses.View!);
        if (known.Count > 0)
            text.Raw(" "u8);
        var open = new Stack<Siblings>();
        open.Push(new Siblings(known));
        while (open.TryPeek(out var siblings))
        {
            if (siblings.Next == siblings.Threads.Count)
            {
                open.Pop();
                if (open.Count > 0)
                    text.Raw(")"u8); // What the branch hung on ends with it.
                continue;
            }

            text.Raw("("u8);
            var replies = WriteLine(responses, siblings.Threads[siblings.Next++]);
            open.Push(new Siblings(replies));
        }

        responses.EndLine();
    }

    /// <summary>A message, its only reply, the only reply to that; up to where the thread branches or ends.</summary>
    private static IReadOnlyList<MessageThread> WriteLine(ImapResponseWriter responses, MessageThread thread)
    {
        var isFirst = true;
        while (true)
        {
            if (thread.Uid is { } uid)
            {
                responses.Text.Separate(ref isFirst);
                responses.Text.Number(responses.NumberOf(uid));
            }

            if (thread.Replies.Count != 1)
            {
                if (thread.Replies.Count > 0 && !isFirst)
                    responses.Text.Raw(" "u8);
                return thread.Replies;
            }

            thread = thread.Replies[0];
        }
    }

    /// <summary>
    /// The threads without messages that the client does not know; where such have replies these stay, as under a
    /// message that is not there.
    /// </summary>
    private static List<MessageThread> Known(IReadOnlyList<MessageThread> threads, MailboxView view)
    {
        var order = new List<MessageThread>();
        var open = new Stack<MessageThread>(threads);
        while (open.TryPop(out var thread))
        {
            order.Add(thread);
            foreach (var reply in thread.Replies)
                open.Push(reply);
        }

        // From the leaves up. A thread is looked up as the object that it is, not by what is in it.
        var known = new Dictionary<MessageThread, MessageThread>(ReferenceEqualityComparer.Instance);
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var thread = order[i];
            var replies = Of(thread.Replies);
            var uid = thread.Uid is { } given && view.TrySequenceNumber(given, out _) ? thread.Uid : null;
            if (uid is not null || replies.Count > 0)
                known[thread] = new MessageThread(uid, replies);
        }

        return Of(threads);

        List<MessageThread> Of(IReadOnlyList<MessageThread> some) => [.. some.Where(known.ContainsKey)
            .Select(thread => known[thread])];
    }

    private sealed class Siblings(IReadOnlyList<MessageThread> threads)
    {
        public IReadOnlyList<MessageThread> Threads { get; } = threads;

        public int Next { get; set; }
    }
}
