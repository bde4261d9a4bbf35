namespace EgressPipeline.Policy.Image;

/// <summary>
/// Marks an assembly as a policy assembly: <c>egress run --policies policy.dll</c> takes its policies from the image that
/// <paramref name="table"/> holds as constant data behind <c>public static ReadOnlySpan&lt;byte&gt; Image</c>. The generator and
/// <c>egress compile</c> write it; none of the assembly's code is run.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class CompiledPolicyAttribute(Type table) : Attribute
{
    public Type Table { get; } = table;
}
