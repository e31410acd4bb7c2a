using System.Collections;
using System.Diagnostics.CodeAnalysis;

// What the analysers refuse is what the listing must be able to write.
#pragma warning disable CA1000, CA1051, CA2211

namespace Rockdove.Tidy.Tests;

/// <summary>Types and members of every shape, for <see cref="ApiListingTests"/>. None does anything.</summary>
public static class ApiShapes
{
    public delegate string? Reading(ReadOnlySpan<byte> input, int? most = null);

    [Flags]
    public enum Ways : byte
    {
        None = 0,
        Down = 2,
        Up = 1,
    }

    [Experimental("RD0001")]
    public interface IShape
    {
        int Sides { get; }

        void Draw(string name);
    }

    public readonly record struct Point(int X, TimeSpan Time = default);

    public sealed record Pair(string A, string? B);

    public class Box<T>(T? first = null) : IEnumerable<T>
        where T : class
    {
        public const int Most = 3;

        public static int Count;

        protected readonly List<string?> Names = [];

        internal int Hidden = 1;

        public event EventHandler<int>? Changed;

        public IReadOnlyList<T?>? Items { get; protected set; } = [first];

        public required string Title { get; init; }

        internal string Secret { get; set; } = "";

        public T this[int index] => throw new NotSupportedException();

        public static Task<(int, string?)> FindAsync<TKey>(TKey key, bool deep = true, string text = "a\r")
            where TKey : struct => throw new NotSupportedException();

        public IEnumerator<T> GetEnumerator() => throw new NotSupportedException();

        public override string ToString() => $"{Changed}{Hidden}";

        protected virtual void Walk(in int from, ref T at, out T? to, params T[] rest) => to = at;

        private protected void Step()
        {
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

public static class ApiShapeExtensions
{
    public static ApiShapes.Pair Twice(this ApiShapes.Pair pair) => pair;
}
