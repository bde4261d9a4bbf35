using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using EgressPipeline.Policy.Image;

namespace EgressPipeline.Host.Compiling;

/// <summary>
/// Writes a policy assembly: a class <c>Egress</c> whose <c>Image</c> is constant data of the assembly, as the generator
/// writes it. The same image and name give the same bytes.
/// </summary>
internal sealed class PolicyAssemblyWriter
{
    private const string Table = "Egress";
    private const string Property = "Image";

    // ECMA-335 II.23.3: prolog, the type's name as a counted text, no named arguments.
    private static readonly byte[] MarkArguments = [1, 0, (byte)Table.Length, .. "Egress"u8, 0, 0];
    private static readonly byte[] FrameworkKey = [0xb0, 0x3f, 0x5f, 0x7f, 0x11, 0xd5, 0x0a, 0x3a];

    private readonly MetadataBuilder _metadata = new();
    private readonly BlobBuilder _code = new();
    private readonly BlobBuilder _data = new();

    /// <param name="name">Of the assembly.</param>
    /// <param name="image">What <see cref="PlanImage.Write"/> gave.</param>
    public static byte[] Write(string name, byte[] image) => new PolicyAssemblyWriter().Build(name, image);

    private byte[] Build(string name, byte[] image)
    {
        var mvid = _metadata.ReserveGuid();
        _metadata.AddModule(0, Text(name + ".dll"), mvid.Handle, default, default);
        var assembly = _metadata.AddAssembly(Text(name), new Version(1, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        var runtime = Reference("System.Runtime", typeof(object).Assembly, _metadata.GetOrAddBlob(FrameworkKey));
        // A type owns the fields and methods from its own first to the next type's first.
        var (field, method) = (MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        _metadata.AddTypeDefinition(default, default, Text("<Module>"), default, field, method);
        var table = _metadata.AddTypeDefinition(
            TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, default, Text(Table), Type(runtime, "System", "Object"), field, method);
        var data = AddDataType(runtime, image.Length);
        AddData(data, image);
        AddGetter(runtime, field);
        AddProperty(runtime, table, method);
        var mark = Type(Reference(typeof(PlanImage).Assembly.GetName().Name!, typeof(PlanImage).Assembly, default), typeof(CompiledPolicyAttribute).Namespace!, nameof(CompiledPolicyAttribute));
        _metadata.AddCustomAttribute(assembly, MarkConstructor(runtime, mark), _metadata.GetOrAddBlob(MarkArguments));
        return Serialize(mvid);
    }

    // A value type that is exactly as large as the image.
    private TypeDefinitionHandle AddDataType(AssemblyReferenceHandle runtime, int size)
    {
        var type = _metadata.AddTypeDefinition(
            TypeAttributes.ExplicitLayout | TypeAttributes.Sealed, default, Text("ImageData"), Type(runtime, "System", "ValueType"), MetadataTokens.FieldDefinitionHandle(2), MetadataTokens.MethodDefinitionHandle(2));
        _metadata.AddTypeLayout(type, packingSize: 8, (uint)size);
        return type;
    }

    private void AddData(TypeDefinitionHandle type, byte[] image)
    {
        var field = _metadata.AddFieldDefinition(
            FieldAttributes.Private | FieldAttributes.Static | FieldAttributes.InitOnly | FieldAttributes.HasFieldRVA, Text("Data"), Blob(encoder => encoder.Field().Type().Type(type, isValueType: true)));
        _metadata.AddFieldRelativeVirtualAddress(field, _data.Count);
        _data.WriteBytes(image);
    }

    // ReadOnlySpan<byte> Image => RuntimeHelpers.CreateSpan<byte>(Data)
    private void AddGetter(AssemblyReferenceHandle runtime, FieldDefinitionHandle field)
    {
        var helpers = Type(runtime, "System.Runtime.CompilerServices", "RuntimeHelpers");
        var fieldHandle = Type(runtime, "System", "RuntimeFieldHandle");
        var createSpan = _metadata.AddMemberReference(helpers, Text("CreateSpan"), Blob(encoder => encoder.MethodSignature(genericParameterCount: 1).Parameters(
            1,
            result => Span(runtime, result.Type(), element => element.GenericMethodTypeParameter(0)),
            parameters => parameters.AddParameter().Type().Type(fieldHandle, isValueType: true))));
        var ofBytes = _metadata.AddMethodSpecification(createSpan, Blob(encoder => encoder.MethodSpecificationSignature(1).AddArgument().Byte()));
        var body = new InstructionEncoder(new BlobBuilder());
        body.OpCode(ILOpCode.Ldtoken);
        body.Token(field);
        body.Call(ofBytes);
        body.OpCode(ILOpCode.Ret);
        _metadata.AddMethodDefinition(
            MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig | MethodAttributes.SpecialName,
            MethodImplAttributes.IL,
            Text("get_" + Property),
            Blob(encoder => encoder.MethodSignature().Parameters(0, result => Span(runtime, result.Type(), element => element.Byte()), _ => { })),
            new MethodBodyStreamEncoder(_code).AddMethodBody(body),
            default);
    }

    private void AddProperty(AssemblyReferenceHandle runtime, TypeDefinitionHandle table, MethodDefinitionHandle getter)
    {
        var property = _metadata.AddProperty(
            PropertyAttributes.None, Text(Property), Blob(encoder => encoder.PropertySignature().Parameters(0, result => Span(runtime, result.Type(), element => element.Byte()), _ => { })));
        _metadata.AddPropertyMap(table, property);
        _metadata.AddMethodSemantics(property, MethodSemanticsAttributes.Getter, getter);
    }

    private MemberReferenceHandle MarkConstructor(AssemblyReferenceHandle runtime, TypeReferenceHandle mark) => _metadata.AddMemberReference(
        mark, Text(".ctor"), Blob(encoder => encoder.MethodSignature(isInstanceMethod: true).Parameters(
            1,
            result => result.Void(),
            parameters => parameters.AddParameter().Type().Type(Type(runtime, "System", "Type"), isValueType: false))));

    private void Span(AssemblyReferenceHandle runtime, SignatureTypeEncoder type, Action<SignatureTypeEncoder> element) =>
        element(type.GenericInstantiation(Type(runtime, "System", "ReadOnlySpan`1"), 1, isValueType: true).AddArgument());

    private TypeReferenceHandle Type(AssemblyReferenceHandle assembly, string ns, string name) => _metadata.AddTypeReference(assembly, Text(ns), Text(name));

    private AssemblyReferenceHandle Reference(string name, Assembly assembly, BlobHandle key) =>
        _metadata.AddAssemblyReference(Text(name), assembly.GetName().Version!, default, key, default, default);

    private StringHandle Text(string text) => _metadata.GetOrAddString(text);

    private BlobHandle Blob(Action<BlobEncoder> encode)
    {
        var blob = new BlobBuilder();
        encode(new BlobEncoder(blob));
        return _metadata.GetOrAddBlob(blob);
    }

    private byte[] Serialize(ReservedBlob<GuidHandle> mvid)
    {
        var header = new PEHeaderBuilder(imageCharacteristics: Characteristics.ExecutableImage | Characteristics.Dll | Characteristics.LargeAddressAware);
        var builder = new ManagedPEBuilder(header, new MetadataRootBuilder(_metadata), _code, mappedFieldData: _data, deterministicIdProvider: IdOf);
        var bytes = new BlobBuilder();
        var id = builder.Serialize(bytes);
        new BlobWriter(mvid.Content).WriteGuid(id.Guid);
        return bytes.ToArray();
    }

    // Of the contents, so that equal assemblies are equal byte by byte.
    private static BlobContentId IdOf(IEnumerable<Blob> contents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var blob in contents)
            hash.AppendData(blob.GetBytes());
        return BlobContentId.FromHash(ImmutableArray.Create(hash.GetHashAndReset()));
    }
}
