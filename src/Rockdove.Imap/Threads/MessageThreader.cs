namespace Rockdove.Imap;

/// <summary>The threads of THREAD (RFC 5256 section 3).</summary>
public static class MessageThreader
{
    /// <summary>Threads the rows, of which each UID is there once.</summary>
    public static IReadOnlyList<MessageThread> Thread(IEnumerable<SortableMessage> rows, ThreadAlgorithm algorithm)
    {
        SortableMessage[] ordered = [.. rows.OrderBy(row => row.Uid)];
        return algorithm == ThreadAlgorithm.References ? new ReferenceTree(ordered).ToThreads() : BySubject(ordered);
    }

    /// <summary>ORDEREDSUBJECT: by subject and date; the first of a subject is answered by all others.</summary>
    private static List<MessageThread> BySubject(SortableMessage[] rows)
    {
        var threads = rows.GroupBy(row => ThreadSubject.Of(row.Subject).Key)
            .Select(group => group.OrderBy(row => row.SentOrArrival).ThenBy(row => row.Uid).ToArray())
            .OrderBy(group => group[0].SentOrArrival).ThenBy(group => group[0].Uid);
        return
        [
            .. threads.Select(group => new MessageThread(
                group[0].Uid, [.. group.Skip(1).Select(row => new MessageThread(row.Uid, []))])),
        ];
    }
}
