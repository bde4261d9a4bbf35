using System.Net;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using EgressPipeline.Policies;
using EgressPipeline.Policy.Image;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Cli;

/// <summary><c>egress compile</c>, and what the other verbs make of its assembly.</summary>
public sealed partial class CompileTests : IDisposable
{
    private static readonly string Policy = PolicyText.Join(
        PolicyText.Service("api.example.com", 80, "HTTP", new IPEndPoint(IPAddress.Loopback, 1)),
        PolicyText.Authorization("reads", "ALLOW", "- to:\n  - operation: { methods: [GET] }"));

    private readonly TempFolder _folder = new();

    private string Assembly => _folder.File("policy.dll");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compile_Policies_WritesAnAssemblyThatHoldsThePlan()
    {
        await CompileAsync();

        var context = new AssemblyLoadContext("policy", isCollectible: true);
        var image = context.LoadFromAssemblyPath(Assembly).GetCustomAttribute<CompiledPolicyAttribute>()!.Table
            .GetProperty("Image", BindingFlags.Public | BindingFlags.Static)!.GetMethod!.CreateDelegate<ReadImage>();

        Assert.True(PlanImage.TryRead(image(), out var plan, out var error), error?.ToString());
        Assert.Equal(["api.example.com"], plan.Hosts.Select(host => host.Pattern));
        Assert.Equal(plan.Hosts[0].Index, HostImage.Find(image(), "api.example.com"u8));
        context.Unload();
    }

    [Fact]
    public async Task Compile_Again_GivesTheSameBytes()
    {
        await CompileAsync();
        var first = await File.ReadAllBytesAsync(Assembly);

        await CompileAsync();

        Assert.Equal(first, await File.ReadAllBytesAsync(Assembly));
    }

    [Fact]
    public async Task Compile_PoliciesWithErrors_IsCode1AndLeavesTheFileAsItWas()
    {
        File.WriteAllText(Assembly, "the last one");
        _folder.Write("policies/a.yaml", Policy.Replace("hosts:", "hostz:", StringComparison.Ordinal));

        var result = await EgressProcess.RunVerbAsync("compile", _folder.File("policies"), "-o", Assembly);

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"a\.yaml\(\d+,\d+\): error EGP\d+", result.Error);
        Assert.Equal("the last one", File.ReadAllText(Assembly));
    }

    [Fact]
    public async Task Compile_OutputThatRunWouldNotTake_IsCode2()
    {
        _folder.Write("policies/a.yaml", Policy);

        Assert.Equal(2, (await EgressProcess.RunVerbAsync("compile", _folder.File("policies"), "-o", _folder.File("policy.bin"))).ExitCode);
    }

    [Fact]
    public async Task Check_AssemblyAndItsSource_ShowTheSameHash()
    {
        await CompileAsync();

        var source = await EgressProcess.RunVerbAsync("check", _folder.File("policies"));
        var assembly = await EgressProcess.RunVerbAsync("check", Assembly);
        var json = await EgressProcess.RunVerbAsync("check", Assembly, "--format", "json");

        Assert.Equal(0, assembly.ExitCode);
        var hash = HashLine().Match(source.Output).Groups[1].Value;
        Assert.NotEmpty(hash);
        Assert.Contains("policies " + hash, assembly.Output, StringComparison.Ordinal);
        Assert.Contains($"\"hash\": \"{hash}\"", json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_DamagedAssembly_IsAFinding()
    {
        await CompileAsync();
        var bytes = await File.ReadAllBytesAsync(Assembly);
        var at = bytes.AsSpan().IndexOf("api.example.com"u8);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(Assembly, bytes);

        var result = await EgressProcess.RunVerbAsync("check", Assembly);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("EGP2051", result.Output, StringComparison.Ordinal);
        Assert.Contains("damaged", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", 0)]
    [InlineData("POST", 1)]
    public async Task Explain_Assembly_SaysWhatItSaysOfTheSource(string method, int code)
    {
        await CompileAsync();

        var source = await EgressProcess.RunVerbAsync("explain", "--policies", _folder.File("policies"), method, "http://api.example.com/");
        var assembly = await EgressProcess.RunVerbAsync("explain", "--policies", Assembly, method, "http://api.example.com/");

        Assert.Equal(code, assembly.ExitCode);
        Assert.Equal(source.Output, assembly.Output);
    }

    [Fact]
    public async Task Explain_WorkloadOfAnotherNamespace_IsRefused()
    {
        await CompileAsync("--namespace", "shop");

        var other = await EgressProcess.RunVerbAsync("explain", "--policies", Assembly, "--namespace", "pay", "GET", "http://api.example.com/");
        var same = await EgressProcess.RunVerbAsync("explain", "--policies", Assembly, "--namespace", "shop", "GET", "http://api.example.com/");

        Assert.Equal(3, other.ExitCode);
        Assert.Contains("was compiled for namespace 'shop', but this workload is in namespace 'pay'", other.Error, StringComparison.Ordinal);
        Assert.NotEqual(3, same.ExitCode);
    }

    [Fact]
    public async Task Check_AssemblyBesideYaml_IsWrongUsage()
    {
        await CompileAsync();

        var result = await EgressProcess.RunVerbAsync("check", Assembly, _folder.File("policies"));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("name it alone", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AnotherAssembly_SaysWhatAPolicyAssemblyIs()
    {
        var result = await EgressProcess.RunVerbAsync("check", typeof(CompileTests).Assembly.Location);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("egress compile", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CutOrChangedAssembly_NeverThrows()
    {
        await CompileAsync();
        var whole = await File.ReadAllBytesAsync(Assembly);

        for (var length = 0; length < whole.Length; length++)
            Read(whole[..length]);
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var changed = (byte[])whole.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            Read(changed);
        }
    }

    // Either a reason, or bytes that the image's own checks judge.
    private static void Read(byte[] assembly)
    {
        if (PolicyAssemblyReader.TryRead(assembly, out var image, out var problem))
            PlanImage.TryRead(image, out _, out _);
        else
            Assert.NotEmpty(problem);
    }

    private async Task CompileAsync(params string[] more)
    {
        _folder.Write("policies/a.yaml", Policy);
        var result = await EgressProcess.RunVerbAsync(["compile", _folder.File("policies"), "-o", Assembly, .. more]);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private delegate ReadOnlySpan<byte> ReadImage();

    [GeneratedRegex("policies ([0-9a-f]{64})")]
    private static partial Regex HashLine();
}
