using System.Reflection;
using System.Text;

namespace EgressPipeline.Architecture.Tests;

/// <summary>The public surface of an assembly as sorted lines of text, one a member, so that a diff shows every change.</summary>
internal static class PublicApi
{
    public static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.AppendLine(Heading(type));
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
                text.Append("  ").AppendLine(line);
        }
        return text.ToString();
    }

    private static string Heading(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type.IsAbstract && type.IsSealed ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        var parents = type.IsEnum ? [] : type.GetInterfaces().Where(parent => parent.IsPublic).Select(Name);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            parents = parents.Prepend(Name(parent));
        return $"{kind} {type.FullName}" + (parents.Any() ? " : " + string.Join(", ", parents.Order(StringComparer.Ordinal)) : "");
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}");
        var fields = type.GetFields(declared).Where(field => field.IsPublic || field.IsFamily)
            .Select(field => $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}");
        var constructors = type.GetConstructors(declared).Where(Visible).Select(made => $"new({Parameters(made)})");
        var methods = type.GetMethods(declared).Where(Visible).Where(method => !method.Name.Contains('<', StringComparison.Ordinal))
            .Select(method => $"{Modifier(method)}{Name(method.ReturnType)} {method.Name}({Parameters(method)})");
        return fields.Concat(constructors).Concat(methods);
    }

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Modifier(MethodInfo method) => method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + (parameter.DefaultValue ?? "default") : "")}"));

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return "ref " + Name(type.GetElementType()!);
        if (!type.IsGenericType)
            return type.Name;
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
