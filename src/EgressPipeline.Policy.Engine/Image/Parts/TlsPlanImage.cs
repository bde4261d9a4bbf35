using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class TlsPlanImage
{
    public static void Write(ImageWriter writer, TlsPlan tls)
    {
        writer.Choice(tls.Mode);
        writer.Text(tls.Sni);
        writer.Texts(tls.SubjectAltNames);
        writer.Text(tls.CaCertificates);
        writer.Text(tls.ClientCertificate);
        writer.Text(tls.PrivateKey);
        writer.Text(tls.CaCrl);
        writer.Flag(tls.InsecureSkipVerify);
    }

    public static TlsPlan Read(ImageReader reader) => new()
    {
        Mode = reader.Choice<TlsMode>(),
        Sni = reader.Text(),
        SubjectAltNames = reader.Texts(),
        CaCertificates = reader.Text(),
        ClientCertificate = reader.Text(),
        PrivateKey = reader.Text(),
        CaCrl = reader.Text(),
        InsecureSkipVerify = reader.Flag(),
    };
}
