using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>Policies with filters attached.</summary>
internal static class FilterScene
{
    public const string Host = "api.example.com";

    /// <summary>A binding document.</summary>
    public static string Binding(string filter, string more = "", string? name = null) => $"""
        ---
        apiVersion: egresspipeline.dev/v1
        kind: FilterBinding
        metadata: {"{"} name: {name ?? filter}, namespace: default {"}"}
        spec:
          filter: {filter}
        {Indent(more)}

        """;

    /// <summary>A sidecar with the sample plugin and one plain service.</summary>
    public static Task<Scene> StartAsync(IPEndPoint service, string bindings, params string[] arguments) =>
        StartAsync(PolicyText.Service(Host, 80, "HTTP", service) + bindings, ["SamplePlugin"], arguments);

    /// <summary>A sidecar with plugins.</summary>
    public static Task<Scene> StartAsync(string policy, string[] plugins, params string[] arguments)
    {
        var folder = new TempFolder();
        return Scene.StartAsync(folder, policy, ["--plugins", PluginFolder.Fill(folder, plugins), .. arguments]);
    }

    private static string Indent(string text) => string.Join("\n", text.Split('\n').Select(line => "  " + line));
}
