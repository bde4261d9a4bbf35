namespace EgressPipeline.Policy.Validation;

/// <summary>Envoy's substitutions in header values: <c>%HOSTNAME%</c>, <c>%REQ(x-name):10%</c>, and <c>%%</c> for a percent sign.</summary>
internal static class HeaderCommand
{
    /// <summary>True when every percent sign is doubled or belongs to a substitution.</summary>
    public static bool IsWellFormed(string value)
    {
        var at = 0;
        while (at < value.Length)
        {
            if (value[at] != '%')
                at++;
            else if (at + 1 < value.Length && value[at + 1] == '%')
                at += 2;
            else if (!TrySkip(value, ref at))
                return false;
        }
        return true;
    }

    /// <summary>Moves behind one substitution: upper-case name, optional arguments in parentheses, optional length.</summary>
    private static bool TrySkip(string value, ref int at)
    {
        var i = at + 1;
        while (i < value.Length && value[i] is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_')
            i++;
        if (i == at + 1)
            return false;
        if (i < value.Length && value[i] == '(')
        {
            i = value.IndexOf(')', i) + 1;
            if (i == 0)
                return false;
        }
        if (i < value.Length && value[i] == ':')
        {
            i++;
            while (i < value.Length && value[i] is >= '0' and <= '9')
                i++;
        }
        at = i + 1;
        return i < value.Length && value[i] == '%';
    }
}
