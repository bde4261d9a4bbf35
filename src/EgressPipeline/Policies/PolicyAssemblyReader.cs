using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using EgressPipeline.Policy.Image;

namespace EgressPipeline.Policies;

/// <summary>
/// Takes the plan image out of a policy assembly. The file is read as data: nothing of it is loaded or run, so a policy
/// assembly can do no more than a YAML file.
/// </summary>
internal static class PolicyAssemblyReader
{
    /// <summary>The image, or a reason that names what to do.</summary>
    public static bool TryRead(byte[] assembly, [NotNullWhen(true)] out byte[]? image, [NotNullWhen(false)] out string? problem)
    {
        image = null;
        try
        {
            using var file = new PEReader(ImmutableArray.Create(assembly));
            problem = file.HasMetadata ? Find(file, out image) : "is no .NET assembly";
        }
        // The metadata reader checks as it goes along and says what it does not like in several ways.
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException or ArgumentException or OverflowException or IOException)
        {
            problem = "is no readable .NET assembly: " + e.Message;
        }
        return image is not null;
    }

    private static string? Find(PEReader file, out byte[]? image)
    {
        image = null;
        var metadata = file.GetMetadataReader();
        var marks = CountMarks(metadata);
        if (marks == 0)
            return "holds no compiled policies; compile them with 'egress compile', or build a project with EgressPolicy items";
        var images = Images(file, metadata);
        if (marks > 1 || images.Count > 1)
            return $"holds {Math.Max(marks, images.Count)} tables and this sidecar can follow one; build one assembly for each workload";
        if (images.Count == 0)
            return "says that it holds compiled policies, but there are none in it; compile them again";
        image = images[0];
        return null;
    }

    private static int CountMarks(MetadataReader metadata)
    {
        var marks = 0;
        if (metadata.IsAssembly)
            foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
                if (IsMark(metadata, metadata.GetCustomAttribute(handle)))
                    marks++;
        return marks;
    }

    private static bool IsMark(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
            return false;
        var constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
        if (constructor.Parent.Kind != HandleKind.TypeReference)
            return false;
        var type = metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent);
        return metadata.StringComparer.Equals(type.Name, nameof(CompiledPolicyAttribute)) && metadata.StringComparer.Equals(type.Namespace, typeof(CompiledPolicyAttribute).Namespace!);
    }

    /// <summary>The constant data of the assembly that begins as an image does.</summary>
    private static List<byte[]> Images(PEReader file, MetadataReader metadata)
    {
        var images = new List<byte[]>();
        foreach (var handle in metadata.FieldDefinitions)
        {
            var field = metadata.GetFieldDefinition(handle);
            if (!field.Attributes.HasFlag(FieldAttributes.HasFieldRVA))
                continue;
            var rest = file.GetSectionData(field.GetRelativeVirtualAddress()).GetContent().AsSpan();
            if (PlanImage.TryGetLength(rest, out var length))
                images.Add(rest[..length].ToArray());
        }
        return images;
    }
}
