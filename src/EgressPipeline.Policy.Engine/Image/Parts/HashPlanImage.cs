using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class HashPlanImage
{
    public static void Write(ImageWriter writer, HashPlan hash)
    {
        writer.Choice(hash.Source);
        writer.Text(hash.Name);
        writer.Number(hash.TableSize);
        writer.Optional(hash.NewCookie, WriteCookie);
    }

    public static HashPlan Read(ImageReader reader) => new()
    {
        Source = reader.Choice<HashSource>(),
        Name = reader.Text(),
        TableSize = reader.Number(HashPlan.MaxRingSize, "hash table size"),
        NewCookie = reader.Optional(ReadCookie),
    };

    private static void WriteCookie(ImageWriter writer, NewCookiePlan cookie)
    {
        writer.Text(cookie.Path);
        writer.Number(cookie.MaxAge);
        writer.List(cookie.Attributes, WriteAttribute);
    }

    private static NewCookiePlan ReadCookie(ImageReader reader) =>
        new(Path: reader.Text(), MaxAge: reader.Number(), Attributes: reader.List(ReadAttribute));

    private static void WriteAttribute(ImageWriter writer, CookieAttributePlan attribute)
    {
        writer.Text(attribute.Name);
        writer.Text(attribute.Value);
    }

    private static CookieAttributePlan ReadAttribute(ImageReader reader) => new(Name: reader.Text(), Value: reader.Text());
}
