namespace DataGuard.Scanning;

/// <summary>What one recogniser remembers in one body.</summary>
internal struct RecognizerSlot
{
    /// <summary>Offset after its last finding; places before it are not judged again.</summary>
    public long End;

    /// <summary>True while its last finding goes on: all that follows so far belongs to it.</summary>
    public bool IsOpen;

    /// <summary>Handle of the open finding.</summary>
    public int Handle;

    /// <summary>Offset of the open finding.</summary>
    public long Start;

    /// <summary>What <see cref="Detection.Recognizer.Extend"/> remembers.</summary>
    public int Memory;

    /// <summary>What <see cref="Mask.Apply"/> remembers.</summary>
    public int MaskMemory;
}
