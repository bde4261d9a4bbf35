using System.CodeDom.Compiler;
using System.Globalization;
using EgressPipeline.Generators.Model;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Generators.Emission;

/// <summary>
/// Writes the schema and the binding of options classes, without reflection. <c>init</c> properties, and constructors of classes with
/// <c>required</c> ones, are reached by accessors that the runtime resolves when the code is compiled.
/// </summary>
internal sealed class OptionsEmitter(IndentedTextWriter writer)
{
    private const string Values = "global::EgressPipeline.Composition.OptionValues.";
    private const string Filters = "global::EgressPipeline.Policy.Filters.";
    private const string Accessor = "[global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.";

    private readonly List<OptionsSpec> _classes = [];

    /// <summary>By which number the members of an options class go; those that are asked for are written.</summary>
    public int NumberOf(OptionsSpec options)
    {
        var index = _classes.FindIndex(one => one.Type == options.Type);
        if (index >= 0)
            return index;
        _classes.Add(options);
        return _classes.Count - 1;
    }

    /// <summary>Writes the classes that were asked for, and those inside of them.</summary>
    public void Write()
    {
        for (var i = 0; i < _classes.Count; i++) // writing one may ask for more
        {
            WriteSchema(_classes[i], i);
            WriteRead(_classes[i], i);
            WriteAccessors(_classes[i], i);
        }
    }

    private void WriteSchema(OptionsSpec options, int number)
    {
        writer.WriteLineNoTabs("");
        writer.WriteLine("private static " + Filters + "OptionsSchema Schema" + number + "(" + options.Type + "? defaults) => new(new " + Filters + "OptionField[]");
        writer.WriteLine("{");
        writer.Indent++;
        foreach (var option in options.Options)
        {
            var shown = option.IsSecret ? "\"\"" : "defaults is null ? \"\" : " + Values + "DefaultText(defaults." + option.Property + ")";
            writer.WriteLine("new(" + CSharpText.Literal(option.Key) + ", " + TypeOf(option.Value) + ", " + CSharpText.Literal(option.Description) + ") { IsRequired = " + Bool(option.IsRequired)
                + ", IsSecret = " + Bool(option.IsSecret) + ", Default = " + shown + " },");
        }
        writer.Indent--;
        writer.WriteLine("});");
    }

    private string TypeOf(OptionValueSpec value)
    {
        var parts = new List<string>();
        if (value.Min is { } min)
            parts.Add("Min = " + Number(min));
        if (value.Max is { } max)
            parts.Add("Max = " + Number(max));
        if (value.MinDuration is { } least)
            parts.Add("MinDuration = new(" + least.ToString(CultureInfo.InvariantCulture) + "L)");
        if (value.MaxDuration is { } largest)
            parts.Add("MaxDuration = new(" + largest.ToString(CultureInfo.InvariantCulture) + "L)");
        if (value.Kind == OptionKind.Choice)
            parts.Add("Words = new string[] { " + string.Join(", ", value.Members.Select(member => CSharpText.Literal(Spell(member)))) + " }");
        if (value.Item is not null)
            parts.Add("Item = " + TypeOf(value.Item));
        if (value.Object is not null)
            parts.Add("Members = Schema" + NumberOf(value.Object).ToString(CultureInfo.InvariantCulture) + "(null)");
        return "new " + Filters + "OptionType(" + Filters + "OptionKind." + value.Kind + ")" + (parts.Count == 0 ? "" : " { " + string.Join(", ", parts) + " }");
    }

    private void WriteRead(OptionsSpec options, int number)
    {
        writer.WriteLineNoTabs("");
        writer.WriteLine("private static " + options.Type + " Read" + number + "(" + Filters + "ConfigMap config)");
        writer.WriteLine("{");
        writer.Indent++;
        writer.WriteLine("var options = New" + number + "();");
        for (var i = 0; i < options.Options.Count; i++)
        {
            var option = options.Options[i];
            var (value, read) = ("value" + i, Read(option.Value, "value" + i, 0));
            writer.WriteLine("if (config.Find(" + CSharpText.Literal(option.Key) + ") is { } " + value + ")");
            writer.Indent++;
            writer.WriteLine(option.IsSettable ? "options." + option.Property + " = " + read + ";" : "Set" + number + "_" + i + "(options, " + read + ");");
            writer.Indent--;
        }
        writer.WriteLine("return options;");
        writer.Indent--;
        writer.WriteLine("}");
    }

    private string Read(OptionValueSpec spec, string value, int depth) => spec.Kind switch
    {
        OptionKind.Boolean => Values + "Boolean(" + value + ")",
        OptionKind.Integer => Values + (spec.Type.StartsWith("long", StringComparison.Ordinal) ? "Int64(" : "Int32(") + value + ")",
        OptionKind.Number => Values + "Double(" + value + ")",
        OptionKind.Text => Values + "Text(" + value + ")",
        OptionKind.Duration => Values + "Duration(" + value + ")",
        OptionKind.Choice => Values + "Text(" + value + ") switch { " + string.Concat(spec.Members.Select(member => CSharpText.Literal(Spell(member)) + " => " + spec.Enumeration + ".@" + member + ", ")) + "_ => throw new global::System.FormatException() }",
        OptionKind.Object => "Read" + NumberOf(spec.Object!) + "(" + Values + "Object(" + value + "))",
        _ => Values + spec.Kind + "<" + spec.Item!.Type + ">(" + value + ", static item" + depth + " => " + Read(spec.Item, "item" + depth, depth + 1) + ")",
    };

    private void WriteAccessors(OptionsSpec options, int number)
    {
        writer.WriteLineNoTabs("");
        writer.WriteLine(Accessor + "Constructor)]");
        writer.WriteLine("private static extern " + options.Type + " New" + number + "();");
        for (var i = 0; i < options.Options.Count; i++)
            if (options.Options[i] is { IsSettable: false } option)
            {
                writer.WriteLineNoTabs("");
                writer.WriteLine(Accessor + "Method, Name = \"set_" + option.Property + "\")]");
                writer.WriteLine("private static extern void Set" + number + "_" + i + "(" + option.Owner + " options, " + option.Value.Type + " value);");
            }
    }

    private static string Spell(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    private static string Bool(bool value) => value ? "true" : "false";

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "double.PositiveInfinity" : double.IsNegativeInfinity(value) ? "double.NegativeInfinity" : value.ToString("R", CultureInfo.InvariantCulture) + "D";
}
