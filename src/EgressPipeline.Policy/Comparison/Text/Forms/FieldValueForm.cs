namespace EgressPipeline.Policy.Comparison.Text.Forms;

/// <summary>The value of a header (RFC 9110 §5.5): no control bytes, no blank at either end; possibly empty.</summary>
/// <param name="asciiOnly">Leaves out bytes above 127, whose meaning in regular expressions is not compared.</param>
internal sealed class FieldValueForm(bool asciiOnly) : TextForm
{
    private const int InWord = 1;
    private const int AfterBlank = 2;

    public override int Next(int state, byte value)
    {
        if (value is (byte)' ' or (byte)'\t')
            return state == 0 ? Dead : AfterBlank;
        return value is > 0x20 and not 0x7f && !(asciiOnly && value >= 0x80) ? InWord : Dead;
    }

    public override bool Accepts(int state) => state != AfterBlank;
}
