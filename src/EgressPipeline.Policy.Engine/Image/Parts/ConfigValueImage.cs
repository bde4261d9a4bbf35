using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Policy.Image.Parts;

/// <summary>The free configuration of a filter. As deep as the reader of YAML lets it be and no deeper: reading it recurses.</summary>
internal static class ConfigValueImage
{
    private const int MaxDepth = 64;
    private const int Map = 0;
    private const int List = 1;
    private const int Scalar = 2;

    public static void Write(ImageWriter writer, ConfigValue value)
    {
        switch (value)
        {
            case ConfigMap map:
                writer.Number(Map);
                writer.List(map.Entries, WriteEntry);
                break;
            case ConfigList list:
                writer.Number(List);
                writer.List(list.Items, Write);
                break;
            case ConfigScalar scalar:
                writer.Number(Scalar);
                writer.Text(scalar.Text);
                writer.Choice(scalar.Kind);
                break;
        }
        SourceRefImage.Write(writer, value.Source);
    }

    public static ConfigMap ReadMap(ImageReader reader) => Read(reader, 0) as ConfigMap ?? throw reader.Bad("a filter's configuration is no mapping");

    private static void WriteEntry(ImageWriter writer, ConfigEntry entry)
    {
        writer.Text(entry.Key);
        SourceRefImage.Write(writer, entry.Source);
        Write(writer, entry.Value);
    }

    private static ConfigValue Read(ImageReader reader, int depth)
    {
        if (depth > MaxDepth)
            throw reader.Bad("a filter's configuration is too deep");
        switch (reader.Number(Scalar, "the kind of a configuration value"))
        {
            case Map:
                return new ConfigMap(reader.List(r => ReadEntry(r, depth + 1)), SourceRefImage.Read(reader));
            case List:
                return new ConfigList(reader.List(r => Read(r, depth + 1)), SourceRefImage.Read(reader));
            default:
                return new ConfigScalar(reader.Text(), reader.Choice<ConfigScalarKind>(), SourceRefImage.Read(reader));
        }
    }

    private static ConfigEntry ReadEntry(ImageReader reader, int depth)
    {
        var key = reader.Text();
        var source = SourceRefImage.Read(reader);
        return new ConfigEntry(key, Read(reader, depth), source);
    }
}
