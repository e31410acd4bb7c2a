namespace Rockdove.Configuration;

/// <summary>Where a value stands.</summary>
/// <param name="Name">A file as it was named, or what else it is: <c>the command line</c>.</param>
/// <param name="Line">From 1; 0 where there are no lines.</param>
/// <param name="Folder">What relative paths of the value are relative to.</param>
public readonly record struct ConfigurationPlace(string Name, int Line, string Folder)
{
    public override string ToString() => Line > 0 ? $"{Name}:{Line}" : Name;
}
