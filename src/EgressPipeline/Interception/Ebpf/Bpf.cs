using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>
/// bpf(2), as much of it as is needed. Numbers and offsets are those of <c>union bpf_attr</c> in linux/bpf.h, which are the
/// same on every machine with 64 bits; only the number of the system call is not. Everything throws <see cref="BpfException"/>.
/// </summary>
internal static unsafe partial class Bpf
{
    private const int AttributesSize = 152;
    private const int MaxName = 15;
    private const int LogSize = 64 * 1024;
    private const int NoEntry = 2;
    private const int MaxAttached = 64; // BPF_CGROUP_MAX_PROGS

    private static readonly nint Number = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 321,
        Architecture.Arm64 => 280,
        _ => throw new BpfException($"eBPF interception is not made for {RuntimeInformation.ProcessArchitecture}"),
    };

    private enum Command { MapCreate = 0, MapLookup = 1, MapUpdate = 2, MapNextKey = 4, ProgramLoad = 5, Pin = 6, Open = 7, ProgramById = 13, MapById = 14, Info = 15, Query = 16, LinkCreate = 28 }

    public static SafeFileHandle CreateMap(string name, MapShape shape)
    {
        Span<byte> attributes = stackalloc byte[AttributesSize];
        attributes.Clear();
        MemoryMarshal.Write(attributes, shape); // type, key size, value size, entries, flags
        WriteName(attributes[28..], name);
        return Handle(Call(Command.MapCreate, attributes), $"the map {name} cannot be made");
    }

    public static void Update(SafeFileHandle map, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* keyAt = key, valueAt = value)
            Check(MapCall(Command.MapUpdate, map, keyAt, valueAt), "a map cannot be written");
    }

    /// <summary>False when there is no such entry.</summary>
    public static bool TryLookup(SafeFileHandle map, ReadOnlySpan<byte> key, Span<byte> value)
    {
        fixed (byte* keyAt = key, valueAt = value)
            return IsFound(MapCall(Command.MapLookup, map, keyAt, valueAt), "a map cannot be read");
    }

    /// <summary>The key after <paramref name="key"/>, or the first where that is empty; false at the end.</summary>
    public static bool TryNextKey(SafeFileHandle map, ReadOnlySpan<byte> key, Span<byte> next)
    {
        fixed (byte* keyAt = key, nextAt = next)
            return IsFound(MapCall(Command.MapNextKey, map, keyAt, nextAt), "a map cannot be read");
    }

    /// <summary>Loads instructions whose references to maps are filled in.</summary>
    public static SafeFileHandle LoadProgram(BpfProgramKind kind, ReadOnlySpan<byte> instructions, string license)
    {
        var loaded = Load(kind, instructions, license, []);
        if (loaded >= 0)
            return Handle(loaded, "");
        var refused = -loaded;
        // Once more for the verifier's words: they cost it time, and it says nothing of what it accepts.
        var log = new byte[LogSize];
        loaded = Load(kind, instructions, license, log);
        if (loaded >= 0)
            return Handle(loaded, "");
        var words = Encoding.UTF8.GetString(log).TrimEnd('\0', '\n').Split('\n').LastOrDefault(line => line.Length > 0 && !line.StartsWith("processed", StringComparison.Ordinal));
        throw Failure(refused, $"the kernel refuses the program {kind.Section}" + (string.IsNullOrEmpty(words) ? "" : $" ({words})"));
    }

    /// <summary>Attaches a program beside others; it is detached when the last handle to the link is closed and no pin is left.</summary>
    public static SafeFileHandle CreateLink(SafeFileHandle program, SafeFileHandle cgroup, BpfProgramKind kind)
    {
        Span<byte> attributes = stackalloc byte[AttributesSize];
        attributes.Clear();
        Write(attributes, 0, Number32(program));
        Write(attributes, 4, Number32(cgroup));
        Write(attributes, 8, kind.AttachType);
        return Handle(Call(Command.LinkCreate, attributes), $"the program {kind.Section} cannot be attached to the cgroup");
    }

    /// <summary>Gives a map or a link a name in a bpffs, by which it outlives this process.</summary>
    public static void Pin(SafeFileHandle what, string path)
    {
        Span<byte> attributes = stackalloc byte[AttributesSize];
        attributes.Clear();
        Write(attributes, 8, Number32(what));
        Check(CallWithPath(Command.Pin, attributes, path), $"{path} cannot be made");
    }

    public static SafeFileHandle Open(string path)
    {
        Span<byte> attributes = stackalloc byte[AttributesSize];
        attributes.Clear();
        return Handle(CallWithPath(Command.Open, attributes, path), $"{path} cannot be opened");
    }

    /// <summary>A program that is somebody's; needs SYS_ADMIN.</summary>
    public static SafeFileHandle OpenProgram(uint id) => OpenById(Command.ProgramById, id, "a program that another process holds cannot be looked at");

    /// <summary>A map that is somebody's; needs SYS_ADMIN.</summary>
    public static SafeFileHandle OpenMap(uint id) => OpenById(Command.MapById, id, "a map that another process holds cannot be looked at");

    /// <summary>The numbers of the programs that are attached to a cgroup itself at one place.</summary>
    public static uint[] Query(SafeFileHandle cgroup, int attachType)
    {
        Span<byte> attributes = stackalloc byte[AttributesSize];
        attributes.Clear();
        var ids = new uint[MaxAttached];
        fixed (uint* at = ids)
        {
            Write(attributes, 0, Number32(cgroup));
            Write(attributes, 4, attachType);
            Write(attributes, 16, (ulong)at);
            Write(attributes, 24, ids.Length);
            Check(Call(Command.Query, attributes), "what is attached to the cgroup cannot be looked at");
        }
        return ids[..MemoryMarshal.Read<int>(attributes[24..])]; // how many there are, which the kernel has written there
    }

    /// <summary>
    /// What the kernel says of a map, a program or a link: its <c>struct bpf_…_info</c>, as much as fits. What is in it
    /// before says where the kernel may write lists to.
    /// </summary>
    public static void Info(SafeFileHandle what, Span<byte> info)
    {
        Span<byte> attributes = stackalloc byte[AttributesSize];
        attributes.Clear();
        fixed (byte* at = info)
        {
            Write(attributes, 0, Number32(what));
            Write(attributes, 4, info.Length);
            Write(attributes, 8, (ulong)at);
            Check(Call(Command.Info, attributes), "the kernel does not describe what it holds");
        }
    }

    private static SafeFileHandle OpenById(Command command, uint id, string what)
    {
        Span<byte> attributes = stackalloc byte[AttributesSize];
        attributes.Clear();
        Write(attributes, 0, id);
        return Handle(Call(command, attributes), what);
    }

    private static int Load(BpfProgramKind kind, ReadOnlySpan<byte> instructions, string license, Span<byte> log)
    {
        Span<byte> attributes = stackalloc byte[AttributesSize];
        attributes.Clear();
        fixed (byte* code = instructions, words = Encoding.ASCII.GetBytes(license + '\0'), logAt = log)
        {
            Write(attributes, 0, kind.ProgramType);
            Write(attributes, 4, instructions.Length / 8);
            Write(attributes, 8, (ulong)code);
            Write(attributes, 16, (ulong)words);
            Write(attributes, 24, log.Length > 0 ? 1 : 0);
            Write(attributes, 28, log.Length);
            Write(attributes, 32, (ulong)logAt);
            WriteName(attributes[48..], kind.Name);
            Write(attributes, 68, kind.AttachType);
            return Call(Command.ProgramLoad, attributes);
        }
    }

    private static int MapCall(Command command, SafeFileHandle map, byte* key, byte* value)
    {
        Span<byte> attributes = stackalloc byte[AttributesSize];
        attributes.Clear();
        Write(attributes, 0, Number32(map));
        Write(attributes, 8, (ulong)key);
        Write(attributes, 16, (ulong)value);
        return Call(command, attributes);
    }

    private static int CallWithPath(Command command, Span<byte> attributes, string path)
    {
        fixed (byte* at = Encoding.UTF8.GetBytes(path + '\0'))
        {
            Write(attributes, 0, (ulong)at);
            return Call(command, attributes);
        }
    }

    /// <returns>The kernel's answer, or the negative error number.</returns>
    private static int Call(Command command, Span<byte> attributes)
    {
        fixed (byte* at = attributes)
        {
            var answer = (int)SystemCall(Number, (nint)command, at, attributes.Length);
            return answer >= 0 ? answer : -Marshal.GetLastPInvokeError();
        }
    }

    private static bool IsFound(int answer, string what)
    {
        if (answer == -NoEntry)
            return false;
        Check(answer, what);
        return true;
    }

    private static void Check(int answer, string what)
    {
        if (answer < 0)
            throw Failure(-answer, what);
    }

    private static SafeFileHandle Handle(int answer, string what)
    {
        Check(answer, what);
        return new SafeFileHandle(answer, ownsHandle: true);
    }

    private static BpfException Failure(int error, string what) => new($"{what}: {Marshal.GetPInvokeErrorMessage(error)}");

    private static void Write<T>(Span<byte> attributes, int offset, T value) where T : unmanaged => MemoryMarshal.Write(attributes[offset..], value);

    private static int Number32(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    private static void WriteName(Span<byte> at, string name) => Encoding.ASCII.GetBytes(name.AsSpan(0, Math.Min(name.Length, MaxName)), at);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint command, byte* attributes, nint size);
}
