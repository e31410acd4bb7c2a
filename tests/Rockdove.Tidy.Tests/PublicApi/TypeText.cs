using System.Reflection;

namespace Rockdove.Tidy.Tests;

/// <summary>Writes a type as C# would, without namespaces, with the question marks of nullable references.</summary>
internal static class TypeText
{
    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
            return Of(type.GetElementType()!, nullability);
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value, nullability?.GenericTypeArguments.FirstOrDefault()) + "?";
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]"
                + Mark(type, nullability);
        if (type.IsPointer)
            return Of(type.GetElementType()!) + "*";
        return Keywords.GetValueOrDefault(type, "") is { Length: > 0 } keyword
            ? keyword + Mark(type, nullability)
            : Named(type, nullability) + Mark(type, nullability);
    }

    /// <summary>The name with its containers and type parameters, as a declaration has it.</summary>
    public static string Declared(Type type) => $"{type.Namespace}.{Named(type, null)}";

    private static string Named(Type type, NullabilityInfo? nullability)
    {
        if (type.IsGenericParameter)
            return type.Name;
        var arguments = type.GetGenericArguments();
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true && arguments.Length > 1)
            return $"({Arguments(arguments, 0, nullability)})";

        // A nested type repeats the type parameters of its container; each is written where it was declared.
        var containers = new Stack<Type>();
        for (var at = type; at is not null; at = at.DeclaringType)
            containers.Push(at);
        var written = 0;
        var parts = new List<string>();
        foreach (var part in containers)
        {
            var count = part.GetGenericArguments().Length;
            var name = part.Name.Split('`')[0];
            parts.Add(count == written ? name : $"{name}<{Arguments(arguments[..count], written, nullability)}>");
            written = count;
        }

        return string.Join('.', parts);
    }

    private static string Arguments(Type[] arguments, int from, NullabilityInfo? nullability) =>
        string.Join(", ", arguments.Index().Skip(from).Select(argument =>
            Of(argument.Item, nullability?.GenericTypeArguments.ElementAtOrDefault(argument.Index))));

    private static string Mark(Type type, NullabilityInfo? nullability) =>
        !type.IsValueType && nullability is { ReadState: NullabilityState.Nullable }
            or { WriteState: NullabilityState.Nullable } ? "?" : "";

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };
}
