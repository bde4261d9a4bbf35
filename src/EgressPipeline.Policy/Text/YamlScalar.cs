using System.Globalization;
using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text;

/// <summary>A scalar with its text as written; quoted scalars are always texts.</summary>
internal sealed class YamlScalar(string value, bool plain, SourceRef source) : YamlNode(source)
{
    public string Value { get; } = value;

    public YamlScalarKind Kind { get; } = plain ? Classify(value) : YamlScalarKind.Text;

    public override string Description => Kind switch
    {
        YamlScalarKind.Null => "null",
        YamlScalarKind.Boolean => "a boolean",
        YamlScalarKind.Integer or YamlScalarKind.Number => "a number",
        _ => "a text",
    };

    /// <summary>The boolean, in any of the spellings that Kubernetes' YAML 1.1 accepts.</summary>
    public bool AsBoolean => Value.Length > 0 && (Value[0] is 't' or 'T' or 'y' or 'Y' || Value is "on" or "On" or "ON");

    /// <summary>Reads a decimal integer; other notations of YAML 1.1 (octal, hexadecimal, underscores) are not read.</summary>
    public bool TryGetInteger(out long number)
    {
        number = 0;
        return Kind == YamlScalarKind.Integer
            && long.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            && !HasLeadingZero(Value);
    }

    /// <summary>Reads an integer or decimal fraction.</summary>
    public bool TryGetNumber(out double number)
    {
        number = 0;
        return Kind is YamlScalarKind.Integer or YamlScalarKind.Number
            && double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private static bool HasLeadingZero(string value)
    {
        var start = value[0] is '-' or '+' ? 1 : 0;
        return value.Length > start + 1 && value[start] == '0';
    }

    private static YamlScalarKind Classify(string value)
    {
        switch (value)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return YamlScalarKind.Null;
            case "true" or "True" or "TRUE" or "false" or "False" or "FALSE":
            case "yes" or "Yes" or "YES" or "no" or "No" or "NO":
            case "on" or "On" or "ON" or "off" or "Off" or "OFF" or "y" or "Y" or "n" or "N":
                return YamlScalarKind.Boolean;
        }
        if (LooksLikeInteger(value))
            return YamlScalarKind.Integer;
        return LooksLikeNumber(value) ? YamlScalarKind.Number : YamlScalarKind.Text;
    }

    private static bool LooksLikeInteger(string value)
    {
        var start = value[0] is '-' or '+' ? 1 : 0;
        if (start == value.Length)
            return false;
        if (value.Length > start + 2 && value[start] == '0' && value[start + 1] is 'x' or 'X')
            return IsAll(value, start + 2, Uri.IsHexDigit);
        return IsAll(value, start, IsDigit);
    }

    private static bool LooksLikeNumber(string value) =>
        (IsDigit(value[0]) || value[0] is '-' or '+' or '.')
        && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsAll(string value, int from, Func<char, bool> test)
    {
        for (var i = from; i < value.Length; i++)
            if (!test(value[i]))
                return false;
        return true;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
