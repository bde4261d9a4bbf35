using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters.Options;

/// <summary>Reads from an options class which options there are. A class that cannot be one is refused with the reason.</summary>
[RequiresUnreferencedCode(OptionsBinder.Reason)]
internal static class OptionsSchemaReader
{
    private const int MaxDepth = 8;

    /// <summary>The schema of an options class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="defaults">An instance with its defaults.</param>
    /// <exception cref="OptionsTypeException">The class cannot be one of options.</exception>
    public static OptionsSchema Read([DynamicallyAccessedMembers(FilterFactory.OptionsMembers)] Type type, object? defaults) => Read(type, defaults, 0);

    /// <summary>The properties that are options, in the order of declaration.</summary>
    public static IEnumerable<(PropertyInfo Property, OptionAttribute Option)> Options([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.MetadataToken))
            if (property.GetCustomAttribute<OptionAttribute>() is { } option)
                yield return (property, option);
    }

    /// <summary>The type of the items of a list, or of the values of a map.</summary>
    public static Type? ItemOf(Type type, out bool isMap)
    {
        isMap = false;
        if (type.IsArray)
            return type.GetElementType();
        if (!type.IsGenericType)
            return null;
        var generic = type.GetGenericTypeDefinition();
        isMap = generic == typeof(IReadOnlyDictionary<,>) && type.GetGenericArguments()[0] == typeof(string);
        return isMap ? type.GetGenericArguments()[1] : generic == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
    }

    private static OptionsSchema Read([DynamicallyAccessedMembers(FilterFactory.OptionsMembers)] Type type, object? defaults, int depth)
    {
        if (depth > MaxDepth)
            throw new OptionsTypeException($"the options class {type.Name} contains itself, or is too deep");
        var fields = new List<OptionField>();
        foreach (var (property, option) in Options(type))
        {
            if (!property.CanWrite)
                throw new OptionsTypeException($"the option {type.Name}.{property.Name} has no setter (init is enough)");
            fields.Add(new OptionField(OptionDefault.Spell(property.Name), TypeOf(property.PropertyType, option, $"{type.Name}.{property.Name}", depth), option.Description)
            {
                IsRequired = property.GetCustomAttribute<RequiredMemberAttribute>() is not null,
                IsSecret = option.Secret,
                Default = option.Secret || defaults is null ? "" : OptionDefault.Text(property.GetValue(defaults)),
            });
        }
        return new OptionsSchema([.. fields]);
    }

    private static OptionType TypeOf(Type type, OptionAttribute option, string where, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ItemOf(type, out var isMap) is { } item)
            return Bounded(new OptionType(isMap ? OptionKind.Map : OptionKind.List) { Item = TypeOf(item, new OptionAttribute(""), where, depth + 1) }, option);
        if (type.IsEnum)
            return new OptionType(OptionKind.Choice) { Words = Array.ConvertAll(Enum.GetNames(type), OptionDefault.Spell) };
        if (type == typeof(TimeSpan))
            return new OptionType(OptionKind.Duration) { MinDuration = Duration(option.MinDuration, TimeSpan.Zero, where), MaxDuration = Duration(option.MaxDuration, TimeSpan.MaxValue, where) };
        return Scalar(type, option) ?? Object(type, where, depth);
    }

    private static OptionType? Scalar(Type type, OptionAttribute option) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => new OptionType(OptionKind.Boolean),
        TypeCode.String => Bounded(new OptionType(OptionKind.Text), option),
        TypeCode.Double => Bounded(new OptionType(OptionKind.Number), option),
        TypeCode.Int32 => Whole(option, int.MinValue, int.MaxValue),
        TypeCode.Int64 => Whole(option, long.MinValue, long.MaxValue),
        _ => null,
    };

    private static OptionType Object([DynamicallyAccessedMembers(FilterFactory.OptionsMembers)] Type type, string where, int depth)
    {
        if (!type.IsClass || type.IsAbstract || type == typeof(object) || type.GetConstructor([]) is null || typeof(IEnumerable).IsAssignableFrom(type))
            throw new OptionsTypeException($"the option {where} has the type {type.Name}, which no option can have");
        return new OptionType(OptionKind.Object) { Members = Read(type, null, depth + 1) };
    }

    private static OptionType Whole(OptionAttribute option, double least, double largest)
    {
        var type = Bounded(new OptionType(OptionKind.Integer), option);
        return type with { Min = type.Min ?? least, Max = type.Max ?? largest };
    }

    private static OptionType Bounded(OptionType type, OptionAttribute option) => type with
    {
        Min = double.IsNaN(option.Min) ? null : option.Min,
        Max = double.IsNaN(option.Max) ? null : option.Max,
    };

    private static TimeSpan Duration(string? text, TimeSpan otherwise, string where)
    {
        if (text is null)
            return otherwise;
        return DurationText.TryParse(text, out var duration) ? duration : throw new OptionsTypeException($"the option {where} has a bound '{text}' that is no duration");
    }
}
