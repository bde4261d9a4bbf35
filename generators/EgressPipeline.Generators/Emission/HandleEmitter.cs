using System.CodeDom.Compiler;
using EgressPipeline.Generators.Model;
using EgressPipeline.Generators.Naming;

namespace EgressPipeline.Generators.Emission;

/// <summary>Writes the nested classes with the handles.</summary>
internal static class HandleEmitter
{
    private const int ShownHosts = 8;

    public static void Write(IndentedTextWriter writer, IEnumerable<HandleSpec> handles)
    {
        var byKind = handles.ToLookup(handle => handle.Kind);
        WriteKind(writer, TableMembers.Services, "The declared services.", byKind[HandleKind.Service]);
        WriteKind(writer, TableMembers.Routes, "The routing rules, by VirtualService.", byKind[HandleKind.Route]);
        WriteKind(writer, TableMembers.Subsets, "The subsets that routes lead to, by DestinationRule.", byKind[HandleKind.Subset]);
        WriteKind(writer, TableMembers.Rules, "The authorization rules, by AuthorizationPolicy.", byKind[HandleKind.Rule]);
    }

    private static void WriteKind(IndentedTextWriter writer, string name, string summary, IEnumerable<HandleSpec> handles)
    {
        writer.WriteLineNoTabs("");
        Open(writer, name, summary);
        var separate = false;
        foreach (var group in handles.GroupBy(handle => handle.Group))
        {
            if (separate)
                writer.WriteLineNoTabs("");
            separate = true;
            if (group.Key.Length > 0)
                Open(writer, group.Key, "<c>" + CSharpText.Comment(Document(group.First().Id)) + "</c>.");
            WriteHandles(writer, group);
            if (group.Key.Length > 0)
                Close(writer);
        }
        Close(writer);
    }

    private static void WriteHandles(IndentedTextWriter writer, IEnumerable<HandleSpec> handles)
    {
        var separate = false;
        foreach (var handle in handles)
        {
            if (separate)
                writer.WriteLineNoTabs("");
            separate = true;
            writer.WriteLine("/// <summary>" + Summary(handle) + "</summary>");
            writer.WriteLine("/// <remarks>" + CSharpText.Comment(handle.File) + ":" + handle.Line + "</remarks>");
            writer.WriteLine("public static global::EgressPipeline." + handle.Kind + "Handle " + handle.Member + " => new(" + Arguments(handle) + ");");
        }
    }

    private static string Summary(HandleSpec handle)
    {
        var hosts = string.Join(", ", handle.Hosts.Take(ShownHosts).Select(host => "<c>" + CSharpText.Comment(host) + "</c>"));
        var more = handle.Hosts.Count > ShownHosts ? " and " + (handle.Hosts.Count - ShownHosts) + " more" : "";
        return "<c>" + CSharpText.Comment(handle.Id) + "</c>" + handle.Kind switch
        {
            HandleKind.Service => ": " + hosts + more + ".",
            HandleKind.Route => ", for calls to " + hosts + more + ".",
            HandleKind.Subset => ", subset <c>" + CSharpText.Comment(handle.Name) + "</c> of " + hosts + more + ".",
            _ => ".",
        };
    }

    private static string Arguments(HandleSpec handle)
    {
        var place = CSharpText.Literal(handle.File) + ", " + handle.Line;
        var id = CSharpText.Literal(handle.Id);
        return handle.Kind switch
        {
            HandleKind.Service => $"{id}, {CSharpText.Literal(handle.Name)}, {CSharpText.Literal(handle.Hosts[0])}, {handle.Index}, {place}",
            HandleKind.Route => $"{id}, {CSharpText.Literal(handle.Name)}, {handle.Index}, {place}",
            HandleKind.Subset => $"{id}, {CSharpText.Literal(handle.Name)}, {CSharpText.Literal(handle.Hosts[0])}, {handle.Index}, {place}",
            _ => $"{id}, {handle.Index}, {place}",
        };
    }

    private static string Document(string id) => id.Split('#')[0];

    private static void Open(IndentedTextWriter writer, string name, string summary)
    {
        writer.WriteLine("/// <summary>" + summary + "</summary>");
        writer.WriteLine("public static class " + name);
        writer.WriteLine("{");
        writer.Indent++;
    }

    private static void Close(IndentedTextWriter writer)
    {
        writer.Indent--;
        writer.WriteLine("}");
    }
}
