using System.Reflection;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Generators.Tests.Driver;

/// <summary>A generated class that was really compiled and loaded, by the members that programs call.</summary>
internal sealed class CompiledTable(Type type)
{
    private readonly Finder _find = Method<Finder>(type, "FindHost");
    private readonly Func<EgressPlan> _load = Method<Func<EgressPlan>>(type, "Load");
    private readonly ImageGetter _image = Method<ImageGetter>(type, "get_Image");

    private delegate int Finder(ReadOnlySpan<byte> host);

    private delegate ReadOnlySpan<byte> ImageGetter();

    public ReadOnlySpan<byte> Image => _image();

    public string Hash => (string)type.GetField("Hash")!.GetRawConstantValue()!;

    public int FindHost(ReadOnlySpan<byte> host) => _find(host);

    public EgressPlan Load() => _load();

    private static T Method<T>(Type type, string name) where T : Delegate =>
        type.GetMethod(name, BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<T>();
}
