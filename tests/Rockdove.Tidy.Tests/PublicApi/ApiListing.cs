using System.Reflection;
using System.Runtime.CompilerServices;

namespace Rockdove.Tidy.Tests;

/// <summary>What an assembly lets others use, as lines: types in order of name, their members indented.</summary>
internal static class ApiListing
{
    public static IReadOnlyList<string> Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    public static IReadOnlyList<string> Of(IEnumerable<Type> types)
    {
        var lines = new List<string>();
        foreach (var type in types.Where(IsWritten).OrderBy(TypeText.Declared, StringComparer.Ordinal))
        {
            if (lines.Count > 0)
                lines.Add("");
            lines.Add(Header(type));
            if (!typeof(Delegate).IsAssignableFrom(type))
                lines.AddRange(Members(type).Select(member => "    " + member));
        }

        return lines;
    }

    private static bool IsWritten(Type type) =>
        !type.FullName!.Contains('<') && !type.IsDefined(typeof(CompilerGeneratedAttribute), false);

    private static IEnumerable<string> Members(Type type)
    {
        var text = new MemberText();
        return from member in type.GetMembers(Declared)
               where !type.IsEnum || member is FieldInfo { IsLiteral: true }
               let line = text.Of(member)
               where line is not null
               select (Rank: type.IsEnum ? EnumValue(member) : Rank(member), member.Name, Line: line) into entry
               orderby entry.Rank, entry.Name, entry.Line
               select entry.Line;
    }

    private static decimal EnumValue(MemberInfo member) => Convert.ToDecimal(
        ((FieldInfo)member).GetRawConstantValue(), System.Globalization.CultureInfo.InvariantCulture);

    private static int Rank(MemberInfo member) => member switch
    {
        ConstructorInfo => 0,
        FieldInfo => 1,
        PropertyInfo => 2,
        EventInfo => 3,
        _ => 4,
    };

    private static string Header(Type type)
    {
        var name = TypeText.Declared(type);
        var marks = MemberText.Marks(type);
        var constraints = MemberText.Constraints(type.IsGenericTypeDefinition ? type.GetGenericArguments() : []);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            var text = new MemberText();
            return $"{marks}delegate {text.Returned(invoke)} {name}({text.Parameters(invoke)}){constraints}";
        }

        var bases = Bases(type).ToList();
        return $"{marks}{Kind(type)} {name}{(bases.Count == 0 ? "" : " : " + string.Join(", ", bases))}{constraints}";
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return (type.IsDefined(typeof(FlagsAttribute), false) ? "[Flags] " : "") + "enum";
        if (type.IsInterface)
            return "interface";
        var isRecord = type.GetMethod("PrintMembers", Declared | BindingFlags.NonPublic) is { } print
            && print.IsDefined(typeof(CompilerGeneratedAttribute), false);
        var record = isRecord ? "record " : "";
        if (type.IsValueType)
            return (type.IsDefined(typeof(IsReadOnlyAttribute), false) ? "readonly " : "")
                + (type.IsByRefLike ? "ref " : "") + record + "struct";
        var modifier = type is { IsAbstract: true, IsSealed: true } ? "static "
            : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        return modifier + record + "class";
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            if (Enum.GetUnderlyingType(type) != typeof(int))
                yield return TypeText.Of(Enum.GetUnderlyingType(type));
            yield break;
        }

        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            yield return TypeText.Of(parent);
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        foreach (var face in type.GetInterfaces().Except(inherited).Where(face => face.IsVisible)
            .Select(face => TypeText.Of(face)).Order(StringComparer.Ordinal))
            yield return face;
    }

    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static;
}
