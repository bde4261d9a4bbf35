using System.Buffers.Binary;
using System.CodeDom.Compiler;
using System.Text;
using EgressPipeline.Generators.Model;
using EgressPipeline.Generators.Naming;

namespace EgressPipeline.Generators.Emission;

/// <summary>
/// Writes the image of the plan and what reads it. A list of constants behind a span of numbers is data of the assembly,
/// aligned as numbers are: nothing is made at run time, and no code runs before the first use.
/// </summary>
internal static class ImageEmitter
{
    private const int WordsPerLine = 8;

    public static void Write(IndentedTextWriter writer, TableSpec table)
    {
        writer.WriteLine("/// <summary>The whole plan in its binary form (<see cref=\"global::EgressPipeline.Policy.Image.PlanImage\"/>). Data of the assembly: nothing is allocated.</summary>");
        writer.WriteLine("public static global::System.ReadOnlySpan<byte> " + TableMembers.Image + " => global::System.Runtime.InteropServices.MemoryMarshal.AsBytes(" + TableMembers.Words + ");");
        writer.WriteLineNoTabs("");
        writer.WriteLine("/// <summary>The position of the most specific declared host that matches, or -1. Nothing is allocated. Safe for concurrent use.</summary>");
        writer.WriteLine("/// <param name=\"host\">Lower-case, without port and trailing dot.</param>");
        writer.WriteLine("public static int " + TableMembers.FindHost + "(global::System.ReadOnlySpan<byte> host) => global::EgressPipeline.Policy.Image.HostImage.Find(" + TableMembers.Image + ", host);");
        writer.WriteLineNoTabs("");
        writer.WriteLine("/// <summary>Reads the plan. Each call makes another one: keep it.</summary>");
        writer.WriteLine("public static global::EgressPipeline.Policy.Plan.EgressPlan " + TableMembers.Load + "() => global::EgressPipeline.Policy.Image.PlanImage.Read(" + TableMembers.Image + ");");
    }

    /// <summary>The data alone, since it is long.</summary>
    public static void WriteWords(StringBuilder text, EquatableArray<byte> image)
    {
        text.Append("    private static global::System.ReadOnlySpan<ulong> ").Append(TableMembers.Words).Append(" => new ulong[]\n    {");
        var words = image.AsSpan();
        for (var i = 0; i < words.Length; i += sizeof(ulong))
        {
            text.Append(i / sizeof(ulong) % WordsPerLine == 0 ? "\n        " : " ");
            AppendHex(text, BinaryPrimitives.ReadUInt64LittleEndian(words.Slice(i)));
            text.Append(',');
        }
        text.Append("\n    };\n");
    }

    private static void AppendHex(StringBuilder text, ulong value)
    {
        text.Append("0x");
        var shift = 60;
        while (shift > 0 && value >> shift == 0)
            shift -= 4;
        for (; shift >= 0; shift -= 4)
            text.Append("0123456789ABCDEF"[(int)(value >> shift & 15)]);
    }
}
