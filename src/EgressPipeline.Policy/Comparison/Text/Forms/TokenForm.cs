namespace EgressPipeline.Policy.Comparison.Text.Forms;

/// <summary>A method: a token of RFC 9110 §5.6.2.</summary>
internal sealed class TokenForm : TextForm
{
    private static readonly ByteSet Token = ByteSet.Of("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public override int Next(int state, byte value) => Token.Contains(value) ? 1 : Dead;

    public override bool Accepts(int state) => state == 1;
}
