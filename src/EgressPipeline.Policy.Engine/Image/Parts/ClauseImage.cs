using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Image.Parts;

/// <summary>The clauses of an authorization rule: what all have, then what the kind has.</summary>
internal static class ClauseImage
{
    public static void Write(ImageWriter writer, AuthorizationClause clause)
    {
        writer.Text(clause.Field);
        writer.Flag(clause.Negated);
        writer.Texts(clause.Values);
        SourceRefImage.Write(writer, clause.Source);
        switch (clause)
        {
            case AddressClause address:
                writer.Choice(ClauseKind.Address);
                CidrSetImage.Write(writer, address.Ranges);
                writer.Flag(address.OfDestination);
                break;
            case HeaderClause header:
                writer.Choice(ClauseKind.Header);
                writer.Bytes(header.Name);
                writer.List(header.Matches, ByteMatchImage.Write);
                break;
            case HostClause host:
                writer.Choice(ClauseKind.Host);
                writer.Texts(Array.ConvertAll(host.Hosts, match => match.Text));
                break;
            case PathClause path:
                writer.Choice(ClauseKind.Path);
                writer.List(path.Matches, ByteMatchImage.Write);
                writer.Texts(Array.ConvertAll(path.Templates, template => template.Text));
                break;
            case PortClause port:
                writer.Choice(ClauseKind.Port);
                writer.Numbers(port.Ports);
                break;
            case ServiceAccountClause account:
                writer.Choice(ClauseKind.ServiceAccount);
                writer.List(account.Accounts, WriteAccount);
                break;
            case TextClause text:
                writer.Choice(ClauseKind.Text);
                writer.Choice(text.Text);
                writer.List(text.Matches, ByteMatchImage.Write);
                break;
            case UserClause user:
                writer.Choice(ClauseKind.User);
                writer.List(user.Uids, WriteUid);
                break;
            case ExecutableClause executable:
                writer.Choice(ClauseKind.Executable);
                writer.List(executable.Matches, ByteMatchImage.Write);
                break;
            case RequestPrincipalClause principal:
                writer.Choice(ClauseKind.RequestPrincipal);
                writer.Texts(Array.ConvertAll(principal.Matches, match => match.Text));
                break;
            case ClaimClause claim:
                writer.Choice(ClauseKind.Claim);
                writer.Texts(claim.Path);
                writer.List(claim.Matches, ByteMatchImage.Write);
                break;
            case OpaqueClause:
                writer.Choice(ClauseKind.Opaque);
                break;
            default:
                throw new NotSupportedException("no image of " + clause.GetType().Name);
        }
    }

    public static AuthorizationClause Read(ImageReader reader)
    {
        var head = new ClauseHead(Field: reader.Text(), Negated: reader.Flag(), Values: reader.Texts(), Source: SourceRefImage.Read(reader));
        return reader.Choice<ClauseKind>() switch
        {
            ClauseKind.Address => Address(reader, head),
            ClauseKind.Header => Header(reader, head),
            ClauseKind.Host => Host(reader, head),
            ClauseKind.Path => Path(reader, head),
            ClauseKind.Port => Port(reader, head),
            ClauseKind.ServiceAccount => ServiceAccount(reader, head),
            ClauseKind.User => User(reader, head),
            ClauseKind.Executable => Executable(reader, head),
            ClauseKind.RequestPrincipal => RequestPrincipal(reader, head),
            ClauseKind.Claim => Claim(reader, head),
            ClauseKind.Opaque => new OpaqueClause { Field = head.Field, Negated = head.Negated, Values = head.Values, Source = head.Source },
            _ => Text(reader, head),
        };
    }

    private static AddressClause Address(ImageReader reader, ClauseHead head) => new()
    {
        Field = head.Field,
        Negated = head.Negated,
        Values = head.Values,
        Source = head.Source,
        Ranges = CidrSetImage.Read(reader),
        OfDestination = reader.Flag(),
    };

    private static HeaderClause Header(ImageReader reader, ClauseHead head) => new()
    {
        Field = head.Field,
        Negated = head.Negated,
        Values = head.Values,
        Source = head.Source,
        Name = reader.Bytes(),
        Matches = reader.List(ByteMatchImage.Read),
    };

    private static HostClause Host(ImageReader reader, ClauseHead head) => new()
    {
        Field = head.Field,
        Negated = head.Negated,
        Values = head.Values,
        Source = head.Source,
        Hosts = Array.ConvertAll(reader.Texts(), HostMatch.Parse),
    };

    private static PathClause Path(ImageReader reader, ClauseHead head) => new()
    {
        Field = head.Field,
        Negated = head.Negated,
        Values = head.Values,
        Source = head.Source,
        Matches = reader.List(ByteMatchImage.Read),
        Templates = Array.ConvertAll(reader.Texts(), PathTemplate.Parse),
    };

    private static PortClause Port(ImageReader reader, ClauseHead head) => new()
    {
        Field = head.Field,
        Negated = head.Negated,
        Values = head.Values,
        Source = head.Source,
        Ports = reader.Numbers(),
    };

    private static ServiceAccountClause ServiceAccount(ImageReader reader, ClauseHead head) => new()
    {
        Field = head.Field,
        Negated = head.Negated,
        Values = head.Values,
        Source = head.Source,
        Accounts = reader.List(ReadAccount),
    };

    private static TextClause Text(ImageReader reader, ClauseHead head) => new()
    {
        Field = head.Field,
        Negated = head.Negated,
        Values = head.Values,
        Source = head.Source,
        Text = reader.Choice<TextField>(),
        Matches = reader.List(ByteMatchImage.Read),
    };

    private static UserClause User(ImageReader reader, ClauseHead head) => new()
    {
        Field = head.Field,
        Negated = head.Negated,
        Values = head.Values,
        Source = head.Source,
        Uids = reader.List(ReadUid),
    };

    private static ExecutableClause Executable(ImageReader reader, ClauseHead head) => new()
    {
        Field = head.Field,
        Negated = head.Negated,
        Values = head.Values,
        Source = head.Source,
        Matches = reader.List(ByteMatchImage.Read),
    };

    private static RequestPrincipalClause RequestPrincipal(ImageReader reader, ClauseHead head) => new()
    {
        Field = head.Field,
        Negated = head.Negated,
        Values = head.Values,
        Source = head.Source,
        Matches = Array.ConvertAll(reader.Texts(), RequestPrincipalMatch.Parse),
    };

    private static ClaimClause Claim(ImageReader reader, ClauseHead head) => new()
    {
        Field = head.Field,
        Negated = head.Negated,
        Values = head.Values,
        Source = head.Source,
        Path = reader.Texts(),
        Matches = reader.List(ByteMatchImage.Read),
    };

    // Two halves: the numbers of an image are not negative and have 31 bits.
    private static void WriteUid(ImageWriter writer, uint uid)
    {
        writer.Number((int)(uid >> 16));
        writer.Number((int)(uid & ushort.MaxValue));
    }

    private static uint ReadUid(ImageReader reader) => (uint)reader.Number(ushort.MaxValue, "half of a user id") << 16 | (uint)reader.Number(ushort.MaxValue, "half of a user id");

    private static void WriteAccount(ImageWriter writer, (byte[] Namespace, byte[] Account) account)
    {
        writer.Bytes(account.Namespace);
        writer.Bytes(account.Account);
    }

    private static (byte[] Namespace, byte[] Account) ReadAccount(ImageReader reader) => (reader.Bytes(), reader.Bytes());
}
