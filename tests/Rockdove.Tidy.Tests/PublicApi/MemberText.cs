using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Rockdove.Tidy.Tests;

/// <summary>Writes one member as its declaration would read, without its body.</summary>
internal sealed class MemberText
{
    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>Null for a member that nobody outside can use, and for what the compiler adds.</summary>
    public string? Of(MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field.Attributes) && !field.IsSpecialName => Field(field),
        ConstructorInfo maker when IsVisible(maker) && !IsGenerated(maker) => Constructor(maker),
        MethodInfo method when IsVisible(method) && !IsGenerated(method) && IsOrdinary(method) => Method(method),
        PropertyInfo property when IsVisible(property.GetMethod, property.SetMethod) && !IsGenerated(property)
            => Property(property),
        EventInfo happening when IsVisible(happening.AddMethod) =>
            $"{Access(happening.AddMethod!)}{Modifiers(happening.AddMethod!)}event "
                + $"{TypeText.Of(happening.EventHandlerType!, _nullability.Create(happening))} {happening.Name}",
        _ => null,
    };

    public string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => Parameter(parameter, method)));

    public string Returned(MethodInfo method) =>
        (method.ReturnType.IsByRef ? "ref " : "")
            + TypeText.Of(method.ReturnType, _nullability.Create(method.ReturnParameter));

    /// <summary>Marks that change what a user may rely on.</summary>
    public static string Marks(MemberInfo member) =>
        string.Concat(member.GetCustomAttributesData().Select(data => data.AttributeType.Name switch
        {
            "ObsoleteAttribute" when !IsCompilers(data) => "[Obsolete] ",
            "ExperimentalAttribute" => $"[Experimental(\"{data.ConstructorArguments[0].Value}\")] ",
            _ => "",
        }));

    public static bool IsVisible(params MethodBase?[] methods) =>
        methods.Any(method => method is { IsPublic: true }
            || (method is { IsFamily: true } or { IsFamilyOrAssembly: true } && !method.DeclaringType!.IsSealed));

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask)
            is FieldAttributes.Public
            or FieldAttributes.Family
            or FieldAttributes.FamORAssem;

    private static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute), false) || member.Name.Contains('<');

    /// <summary>Accessors are written with their property or event.</summary>
    private static bool IsOrdinary(MethodInfo method) =>
        !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal);

    /// <summary>The compiler marks types with required members, and ref structs, obsolete for old compilers.</summary>
    private static bool IsCompilers(CustomAttributeData data) =>
        data.ConstructorArguments is [{ Value: string text }, ..]
            && text.Contains("not supported in this version of your compiler", StringComparison.Ordinal);

    private string Field(FieldInfo field)
    {
        if (field.DeclaringType!.IsEnum)
            return $"{field.Name} = {Constant(field.GetRawConstantValue(), field.FieldType)}";
        var type = TypeText.Of(field.FieldType, _nullability.Create(field));
        var access = field.IsPublic ? "" : "protected ";
        if (field.IsLiteral)
            return $"{Marks(field)}{access}const {type} {field.Name} = "
                + Constant(field.GetRawConstantValue(), field.FieldType);
        var modifiers = (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        return $"{Marks(field)}{access}{Required(field)}{modifiers}{type} {field.Name}";
    }

    private string Constructor(ConstructorInfo constructor) =>
        $"{Marks(constructor)}{Access(constructor)}{constructor.DeclaringType!.Name.Split('`')[0]}"
            + $"({Parameters(constructor)})";

    private string Method(MethodInfo method)
    {
        var generics = method.IsGenericMethod
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>"
            : "";
        return $"{Marks(method)}{Access(method)}{Modifiers(method)}{Returned(method)} {method.Name}{generics}"
            + $"({Parameters(method)}){Constraints(method.IsGenericMethod ? method.GetGenericArguments() : [])}";
    }

    private string Property(PropertyInfo property)
    {
        var accessors = new[] { property.GetMethod, property.SetMethod }
            .Where(accessor => IsVisible(accessor)).ToList();
        var index = property.GetIndexParameters();
        var name = index.Length == 0
            ? property.Name
            : $"this[{string.Join(", ", index.Select(parameter => Parameter(parameter, accessors[0]!)))}]";
        var byRef = property.PropertyType.IsByRef ? "ref " : "";
        return $"{Marks(property)}{Access(accessors[0]!)}{Required(property)}{Modifiers(accessors[0]!)}{byRef}"
            + $"{TypeText.Of(property.PropertyType, _nullability.Create(property))} {name} "
            + $"{{ {string.Concat(accessors.Select(accessor => $"{Accessor(accessor!, accessors[0]!)}; "))}}}";
    }

    private static string Accessor(MethodInfo accessor, MethodInfo first)
    {
        var access = accessor.IsPublic == first.IsPublic ? "" : Access(accessor);
        if (accessor.ReturnType != typeof(void))
            return access + "get";
        return access + (accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
            ? "init"
            : "set");
    }

    private string Parameter(ParameterInfo parameter, MethodBase of)
    {
        var extends = parameter.Position == 0 && of.IsDefined(typeof(ExtensionAttribute), false) ? "this " : "";
        var many = parameter.IsDefined(typeof(ParamArrayAttribute), false)
            || parameter.IsDefined(typeof(ParamCollectionAttribute), false) ? "params " : "";
        var way = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        var type = TypeText.Of(parameter.ParameterType, _nullability.Create(parameter));
        var preset = parameter.HasDefaultValue
            ? $" = {Constant(parameter.RawDefaultValue, parameter.ParameterType)}"
            : "";
        return $"{extends}{many}{way}{type} {parameter.Name}{preset}";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Required(MemberInfo member) =>
        member.IsDefined(typeof(RequiredMemberAttribute), false) ? "required " : "";

    private static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic)
            return method is { IsAbstract: true } ? "static abstract " : "static ";
        if (!method.IsVirtual || method.DeclaringType!.IsInterface || method.IsFinal)
            return "";
        var overrides = method.GetBaseDefinition() != method;
        return (method.IsAbstract, overrides) switch
        {
            (true, true) => "abstract override ",
            (true, false) => "abstract ",
            (false, true) => "override ",
            _ => "virtual ",
        };
    }

    public static string Constraints(IEnumerable<Type> parameters) =>
        string.Concat(parameters.Select(parameter =>
        {
            var kinds = new List<string>();
            var attributes = parameter.GenericParameterAttributes;
            var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
            if (isStruct)
                kinds.Add("struct");
            if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
                kinds.Add("class");
            kinds.AddRange(parameter.GetGenericParameterConstraints()
                .Where(type => type != typeof(ValueType)).Select(type => TypeText.Of(type)));
            if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
                kinds.Add("new()");
            if (attributes.HasFlag(GenericParameterAttributes.AllowByRefLike))
                kinds.Add("allows ref struct");
            return kinds.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", kinds)}";
        }));

    private static string Constant(object? value, Type type) => value switch
    {
        null or Missing => type.IsByRef || !type.IsValueType || Nullable.GetUnderlyingType(type) is not null
            ? "null"
            : "default",
        string text => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true),
        bool truth => truth ? "true" : "false",
        char symbol => $"'{symbol}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
