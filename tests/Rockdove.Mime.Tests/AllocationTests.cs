using System.Reflection;
using System.Text;

namespace Rockdove.Mime.Tests;

/// <summary>
/// Reading a structure allocates its result and nothing else. The result is what can be reached from the
/// <see cref="MimeMessage"/> and from no other: the message, its parts and their lists, the fields, the defects, the
/// content types that were looked at. It is measured by copying each of these objects alone.
/// </summary>
public sealed class AllocationTests
{
    [Fact]
    public void A_message_allocates_what_it_keeps()
    {
        var octets = Encoding.ASCII.GetBytes(Multipart);
        var (allocated, kept) = Measure(octets);
        Assert.Equal(kept, allocated);
        Assert.InRange(kept, 1_000, 3_000); // 40 KiB of message, 6 parts: the measure is not blind, and not fooled.
    }

    /// <summary>But those whose boundary is written in pieces or with escapes, which has to be put together.</summary>
    [Fact]
    public void Every_message_allocates_what_it_keeps()
    {
        var exact = 0;
        foreach (var octets in Corpus.Messages)
        {
            var (allocated, kept) = Measure(octets);
            var text = Encoding.Latin1.GetString(octets);
            if (allocated == kept)
                exact++;
            else
                Assert.True(IsPutTogether(text), $"{allocated - kept} octets too many for\n{text}");
        }

        Assert.InRange(exact, Corpus.Messages.Count - 5, Corpus.Messages.Count);
    }

    [Fact]
    public void A_bomb_leaves_no_memory_behind()
    {
        var bomb = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a:b\r\n", 9_000)));
        var ordinary = Encoding.ASCII.GetBytes(Multipart);
        MimeMessage.Read(bomb);
        var before = GC.GetAllocatedBytesForCurrentThread();
        MimeMessage.Read(ordinary);
        var first = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(first > Measure(ordinary).Kept, "The lists of the bomb were used again.");
    }

    private static (long Allocated, long Kept) Measure(byte[] octets)
    {
        for (var i = 0; i < 3; i++)
            MimeMessage.Read(octets);
        Size(octets); // What this class makes once, it makes now.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = MimeMessage.Read(octets);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var own = Reachable(message);
        own.ExceptWith(Reachable(MimeMessage.Read(octets))); // Afterwards: what all share may grow at any moment.
        return (allocated, own.Sum(Size));
    }

    private static bool IsPutTogether(string message) =>
        message.Contains("boundary*", StringComparison.OrdinalIgnoreCase)
        || message.Contains('\\', StringComparison.Ordinal);

    private static HashSet<object> Reachable(object root)
    {
        HashSet<object> reached = new(ReferenceEqualityComparer.Instance) { root };
        Stack<object> open = new([root]);
        while (open.TryPop(out var next))
        {
            foreach (var reference in References(next, next.GetType()))
            {
                if (reached.Add(reference))
                    open.Push(reference);
            }
        }

        return reached;
    }

    private static IEnumerable<object> References(object holder, Type type)
    {
        if (holder is Array array)
        {
            return type.GetElementType()!.IsPrimitive
                ? []
                : array.Cast<object?>().Where(item => item is not null).SelectMany(item => Referred(item!));
        }

        return Hierarchy(type)
            .SelectMany(level => level.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => !field.FieldType.IsPrimitive && !field.FieldType.IsEnum && !field.FieldType.IsPointer)
            .Select(field => field.GetValue(holder))
            .Where(value => value is not null)
            .SelectMany(value => Referred(value!));
    }

    // A struct is no object of its own: what it refers to counts.
    private static IEnumerable<object> Referred(object value) =>
        value.GetType().IsValueType ? References(value, value.GetType()) : [value];

    private static IEnumerable<Type> Hierarchy(Type type)
    {
        for (var level = type; level is not null; level = level.BaseType)
            yield return level;
    }

    private static long Size(object thing)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var copy = thing is string text ? new string(text.AsSpan()) : Clone(thing);
        var size = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(copy);
        return size;
    }

    private static readonly Func<object, object> Clone = typeof(object)
        .GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!
        .CreateDelegate<Func<object, object>>();

    private static readonly string Multipart = "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + string.Concat(Enumerable.Repeat(
            "--b\r\nContent-Type: text/plain\r\n\r\n" + new string('x', 8_000) + "\r\n", 5)) + "--b--\r\n";
}
