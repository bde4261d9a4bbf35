namespace EgressPipeline.Policy.Comparison.Text.Forms;

/// <summary><c>http</c> or <c>https</c>; an absolute-form target keeps the case that the application wrote.</summary>
internal sealed class SchemeForm : TextForm
{
    private const string Https = "https";

    public override int Next(int state, byte value) => state < Https.Length && ByteSet.AnyCase((byte)Https[state]).Contains(value) ? state + 1 : Dead;

    public override bool Accepts(int state) => state is 4 or 5;
}
