namespace DataGuard.Scanning;

/// <summary>How a finding is overwritten.</summary>
/// <param name="With">The byte to write.</param>
/// <param name="IsCustom">True for custom texts and patterns: nearly everything is overwritten, not only what keys and numbers are made of.</param>
internal readonly record struct MaskStyle(byte With, bool IsCustom);
