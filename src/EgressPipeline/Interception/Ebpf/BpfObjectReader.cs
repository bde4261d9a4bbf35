using System.Buffers.Binary;
using System.Text;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>
/// Reads an ELF file for the kernel's virtual machine (64 bits, little-endian). Every offset and length of it is checked
/// before use, and what is not understood is an error: a program must be loaded whole or not at all.
/// </summary>
internal ref struct BpfObjectReader
{
    /// <summary>Files that are larger are no programs of ours.</summary>
    public const int MaxSize = 1 << 20;

    private const int MaxSections = 128;
    private const int HeaderSize = 64, SectionSize = 64, SymbolSize = 24, RelocationSize = 16, MapSize = 20;
    private const ushort MachineBpf = 247;
    private const uint ProgramBits = 1, SymbolTable = 2, Relocations = 9, RelocationsWithAddend = 4;
    private const ulong IsCode = 4;
    private const uint ReferenceToMap = 1; // R_BPF_64_64

    private readonly ReadOnlySpan<byte> _file;
    private readonly List<Section> _sections = [];
    private readonly Dictionary<string, MapShape> _maps = [];
    private Section _names, _symbols, _symbolNames;

    private BpfObjectReader(ReadOnlySpan<byte> file) => _file = file;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="BpfException">It is damaged, or not such a file.</exception>
    public static BpfObject Read(ReadOnlySpan<byte> file)
    {
        var reader = new BpfObjectReader(file);
        reader.ReadSections();
        return reader.ReadObject();
    }

    private void ReadSections()
    {
        Require(_file.Length is >= HeaderSize and <= MaxSize && _file[..6].SequenceEqual("\u007FELF\u0002\u0001"u8), "no ELF file of 64 bits, little-endian");
        Require(U16(_file, 18) == MachineBpf, "not for the kernel's virtual machine");
        var (at, size, count, names) = (U64(_file, 40), U16(_file, 58), U16(_file, 60), U16(_file, 62));
        Require(size == SectionSize && count <= MaxSections && names < count, "no usable list of sections");
        var headers = Slice(at, (ulong)count * SectionSize);
        for (var i = 0; i < count; i++)
        {
            var header = headers.Slice(i * SectionSize, SectionSize);
            _sections.Add(new Section(U32(header, 0), U32(header, 4), U64(header, 8), U64(header, 24), U64(header, 32), U32(header, 40), U32(header, 44)));
        }
        _names = _sections[names];
        _symbols = _sections.Find(section => section.Type == SymbolTable);
        Require(_symbols.Type == SymbolTable && _symbols.Link < count, "no symbols");
        _symbolNames = _sections[(int)_symbols.Link];
    }

    private BpfObject ReadObject()
    {
        ReadMaps();
        var programs = new Dictionary<string, BpfCode>();
        foreach (var section in _sections)
        {
            if (section.Type != ProgramBits || (section.Flags & IsCode) == 0 || section.Size == 0)
                continue;
            var code = Bytes(section);
            Require(code.Length % 8 == 0, "half an instruction");
            Require(programs.TryAdd(Name(section), new BpfCode(code.ToArray(), ReadReferences(section, code))), "a section twice");
        }
        return new BpfObject(programs, _maps, Text("license"), Text("source_sha256"));
    }

    private void ReadMaps()
    {
        var index = IndexOf("maps");
        var maps = Bytes(_sections[index]);
        var symbols = Bytes(_symbols);
        for (var at = 0; at + SymbolSize <= symbols.Length; at += SymbolSize)
        {
            var symbol = symbols.Slice(at, SymbolSize);
            if (U16(symbol, 6) != index || NameOf(symbol) is not { Length: > 0 } name)
                continue;
            var (offset, size) = (U64(symbol, 8), U64(symbol, 16));
            Require(size == MapSize && offset <= (ulong)maps.Length && (ulong)maps.Length - offset >= MapSize, "a map that is none");
            var map = maps.Slice((int)offset, MapSize);
            Require(_maps.TryAdd(name, new MapShape(U32(map, 0), U32(map, 4), U32(map, 8), U32(map, 12), U32(map, 16))), "a map twice");
        }
    }

    private List<(int Offset, string Map)> ReadReferences(Section code, ReadOnlySpan<byte> instructions)
    {
        var found = new List<(int, string)>();
        var symbols = Bytes(_symbols);
        foreach (var section in _sections)
        {
            if (section.Type is not (Relocations or RelocationsWithAddend) || section.Info >= _sections.Count || _sections[(int)section.Info] != code)
                continue;
            Require(section.Type == Relocations, "relocations of another kind");
            var entries = Bytes(section);
            Require(entries.Length % RelocationSize == 0, "half a relocation");
            for (var at = 0; at < entries.Length; at += RelocationSize)
            {
                var (offset, type, symbol) = (U64(entries, at), U32(entries, at + 8), U32(entries, at + 12));
                Require(type == ReferenceToMap && offset <= MaxSize && BpfCode.IsReference(instructions, (long)offset), "a relocation that is no reference to a map");
                Require(symbol < symbols.Length / SymbolSize, "a symbol that is not there");
                var name = NameOf(symbols.Slice((int)symbol * SymbolSize, SymbolSize));
                Require(_maps.ContainsKey(name), $"a reference to '{name}', which is no map");
                found.Add(((int)offset, name));
            }
        }
        return found;
    }

    private readonly string Text(string section) => Encoding.ASCII.GetString(Bytes(_sections[IndexOf(section)])).TrimEnd('\0');

    private readonly int IndexOf(string name)
    {
        for (var i = 0; i < _sections.Count; i++)
            if (_sections[i].Type == ProgramBits && Name(_sections[i]) == name)
                return i;
        throw Damaged($"no section '{name}'");
    }

    private readonly string Name(Section section) => Text(Bytes(_names), section.Name);

    private readonly string NameOf(ReadOnlySpan<byte> symbol) => Text(Bytes(_symbolNames), U32(symbol, 0));

    private static string Text(ReadOnlySpan<byte> names, uint at)
    {
        Require(at < names.Length, "a name that is not there");
        var rest = names[(int)at..];
        var end = rest.IndexOf((byte)0);
        Require(end >= 0, "a name without an end");
        return Encoding.ASCII.GetString(rest[..end]);
    }

    private readonly ReadOnlySpan<byte> Bytes(Section section) => Slice(section.Offset, section.Size);

    private readonly ReadOnlySpan<byte> Slice(ulong offset, ulong size)
    {
        Require(offset <= (ulong)_file.Length && size <= (ulong)_file.Length - offset, "something beyond its end");
        return _file.Slice((int)offset, (int)size);
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    private static void Require(bool condition, string what)
    {
        if (!condition)
            throw Damaged(what);
    }

    private static BpfException Damaged(string what) => new("the object file of the eBPF programs is damaged: " + what);

    // The fields of Elf64_Shdr that are used.
    private readonly record struct Section(uint Name, uint Type, ulong Flags, ulong Offset, ulong Size, uint Link, uint Info);
}
