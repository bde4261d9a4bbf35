using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using EgressPipeline.Filters;
using EgressPipeline.Filters.Options;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Plugins;

/// <summary>Makes a descriptor of a filter class that was found by reflection.</summary>
[RequiresUnreferencedCode(PluginFolderSupport.Reason)]
[RequiresDynamicCode(PluginFolderSupport.Reason)]
internal static class FilterTypes
{
    public static void Describe(Type type, EgressFilterAttribute facts, PluginReport report)
    {
        var problems = FilterFacts.Problems(type, facts).ToList();
        var factory = problems.Count == 0 ? FactoryOf(type, problems) : null;
        if (factory is not null && SchemaOf(factory, problems) is { } schema)
            report.Filters.Add(new FilterDescriptor { Facts = facts, Type = type, Origin = report.Name, Factory = factory, Schema = schema });
        foreach (var problem in problems)
            report.Refuse($"its filter '{facts.Name}': {problem}");
    }

    private static OptionsSchema? SchemaOf(FilterFactory factory, List<string> problems)
    {
        try
        {
            return factory is IReflectedOptions reflected ? reflected.ReadSchema() : OptionsSchema.None;
        }
        catch (OptionsTypeException e)
        {
            problems.Add(e.Message);
            return null;
        }
    }

    private static FilterFactory? FactoryOf(Type type, List<string> problems)
    {
        var constructors = type.GetConstructors();
        var parameters = constructors.Length == 1 ? constructors[0].GetParameters() : null;
        switch (parameters)
        {
            case { Length: 0 }:
                return new PlainFilterFactory(_ => constructors[0].Invoke(BindingFlags.DoNotWrapExceptions, null, null, null));
            case [var one] when one.ParameterType == typeof(FilterContext):
                return new PlainFilterFactory(context => constructors[0].Invoke(BindingFlags.DoNotWrapExceptions, null, [context], null));
            case [var one] when one.ParameterType.IsGenericType && one.ParameterType.GetGenericTypeDefinition() == typeof(FilterContext<>):
                Func<object, object> create = context => constructors[0].Invoke(BindingFlags.DoNotWrapExceptions, null, [context], null);
                return (FilterFactory)Activator.CreateInstance(typeof(ReflectedFilterFactory<>).MakeGenericType(one.ParameterType.GetGenericArguments()), create)!;
        }
        problems.Add($"the class {type.Name} needs exactly one public constructor: without parameters, with FilterContext, or with FilterContext<TOptions>");
        return null;
    }
}
