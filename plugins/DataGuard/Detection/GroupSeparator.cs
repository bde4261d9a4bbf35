namespace DataGuard.Detection;

/// <summary>
/// What stands between the groups of a number as people write it: a space, a dash, or a space in a URL-encoded form. One number
/// has one kind.
/// </summary>
internal enum GroupSeparator
{
    None,
    Space,
    Dash,
    Plus,
    EncodedSpace,
}
