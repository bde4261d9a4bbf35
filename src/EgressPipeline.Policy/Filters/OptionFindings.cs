using System.Globalization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Filters;

/// <summary>Compares single values with the bounds of their type and words what is wrong; of secrets without their value.</summary>
internal readonly struct OptionFindings(DiagnosticBag bag, bool isSecret)
{
    private const int MaxShown = 40;

    public DiagnosticBag Bag { get; } = bag;

    public void WrongType(ConfigValue value, OptionType type, string path)
    {
        var shown = value is ConfigScalar scalar && scalar.Kind != ConfigScalarKind.Null ? value.Description + " (" + Show(scalar) + ")" : value.Description;
        Bag.Report(BindingDiagnostics.WrongType, value.Source, path, type.Description, shown);
    }

    public void CheckRange(ConfigScalar scalar, OptionType type, string path)
    {
        var isNumber = double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || double.IsNaN(number) || double.IsInfinity(number) || number < type.Min || number > type.Max)
            Bag.Report(BindingDiagnostics.OutOfRange, scalar.Source, path, Show(scalar), Range(type));
    }

    public void CheckLength(ConfigValue value, int length, string unit, OptionType type, string path)
    {
        if (length > type.Max)
            Bag.Report(BindingDiagnostics.TooMany, value.Source, path, length, unit, type.Max);
        else if (length < type.Min)
            Bag.Report(FilterDiagnostics.TooShort, value.Source, path, length, unit, type.Min);
    }

    public void CheckDuration(ConfigScalar scalar, OptionType type, string path)
    {
        if (!Duration.TryParse(scalar.Text, out var duration, out _))
            BadDuration(scalar, path, "it is not of the form 1h2m3s500ms");
        else if (duration < type.MinDuration)
            BadDuration(scalar, path, "it must be at least " + DurationText.Of(type.MinDuration));
        else if (duration > type.MaxDuration)
            BadDuration(scalar, path, "it must be at most " + DurationText.Of(type.MaxDuration));
    }

    public void CheckChoice(ConfigScalar scalar, OptionType type, string path)
    {
        if (Array.IndexOf(type.Words, scalar.Text) >= 0)
            return;
        var hint = Spelling.Suggest(scalar.Text, type.Words);
        Bag.Report(BindingDiagnostics.UnknownValue, scalar.Source, Show(scalar), path, hint.Length > 0 ? hint : " (" + string.Join(", ", type.Words) + ")");
    }

    private void BadDuration(ConfigScalar scalar, string path, string why) => Bag.Report(BindingDiagnostics.BadDuration, scalar.Source, Show(scalar), path, why);

    private string Show(ConfigScalar scalar) =>
        isSecret ? "(secret)" : scalar.Text.Length <= MaxShown ? scalar.Text : scalar.Text.Substring(0, MaxShown) + "…";

    private static string Range(OptionType type) => (type.Min, type.Max) switch
    {
        ({ } min, { } max) => Text(min) + " to " + Text(max),
        ({ } min, null) => Text(min) + " or more",
        (null, { } max) => "at most " + Text(max),
        _ => "a finite number",
    };

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
