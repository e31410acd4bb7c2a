using System.Xml.Linq;

namespace Rockdove.Tidy.Tests;

/// <summary>What a project file says about others.</summary>
/// <param name="Name">The file's name, without its ending.</param>
/// <param name="References">The names of the projects it refers to, also of those it names as an assembly.</param>
/// <param name="Packages">Packages and frameworks that end up in what it builds; not analysers.</param>
/// <param name="Friends">Who may see its internals.</param>
/// <param name="IsPackable">What it says itself; null when it leaves that to the folder.</param>
/// <param name="IsTool">Its package is a program to run, not a library to refer to.</param>
internal sealed record ProjectFile(
    string Name,
    IReadOnlyList<string> References,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> Friends,
    bool? IsPackable,
    bool IsTool)
{
    public static ProjectFile Parse(TreeFile file)
    {
        var items = XElement.Parse(file.Text).Descendants().ToList();
        return new ProjectFile(
            Path.GetFileNameWithoutExtension(file.Name),
            [.. Included(items, "ProjectReference").Concat(Included(items, "Reference")).Select(NameOf)],
            [
                .. Included(items.Where(item => !IsPrivate(item)), "PackageReference"),
                .. Included(items, "FrameworkReference"),
            ],
            [.. Included(items, "InternalsVisibleTo")],
            items.LastOrDefault(item => item.Name.LocalName == "IsPackable") is { } packable
                ? packable.Value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase)
                : null,
            items.Any(item => item.Name.LocalName == "PackAsTool" && item.Value.Trim() == "true"));
    }

    private static IEnumerable<string> Included(IEnumerable<XElement> items, string kind) =>
        from item in items
        where item.Name.LocalName == kind
        from name in ((string?)item.Attribute("Include") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
        select name.Trim();

    private static bool IsPrivate(XElement item) =>
        ((string?)item.Attribute("PrivateAssets") ?? (string?)item.Elements().FirstOrDefault(
            child => child.Name.LocalName == "PrivateAssets")) is "all";

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}
