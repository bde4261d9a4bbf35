namespace EgressPipeline.Policy.Comparison.Text.Forms;

/// <summary>A normalised host name that is no address: labels of letters, digits, hyphen and underscore.</summary>
internal sealed class HostForm : TextForm
{
    private const int InLabel = 1;

    private static readonly ByteSet Label = ByteSet.Of("abcdefghijklmnopqrstuvwxyz0123456789-_");

    public override int Next(int state, byte value)
    {
        if (Label.Contains(value))
            return InLabel;
        return value == (byte)'.' && state == InLabel ? 0 : Dead;
    }

    public override bool Accepts(int state) => state == InLabel;
}
