namespace Rockdove.Configuration;

/// <summary>One place that values come from. Later ones win.</summary>
public abstract class ConfigurationSource
{
    /// <summary>A file, or what would stand in one.</summary>
    /// <param name="text">JSON with comments.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="folder">The folder that it lies in: what its paths are relative to.</param>
    public static ConfigurationSource File(string text, string name, string folder) =>
        new Text(text, name, Path.GetFullPath(folder));

    /// <summary>Values by their paths, such as <c>Listeners:mx:Address</c>, each a text.</summary>
    /// <param name="values">The path, the text, and where that comes from.</param>
    public static ConfigurationSource Values(IEnumerable<(string Path, string Value, string Place)> values) =>
        new Outside(values);

    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    internal abstract ConfigurationNode Read();

    private sealed class Text(string text, string name, string folder) : ConfigurationSource
    {
        internal override ConfigurationNode Read() => ConfigurationText.Read(text, name, folder);
    }

    private sealed class Outside(IEnumerable<(string Path, string Value, string Place)> values) : ConfigurationSource
    {
        internal override ConfigurationNode Read()
        {
            var root = new ConfigurationNode(NodeKind.Section, default);
            foreach (var (path, value, name) in values)
            {
                var place = new ConfigurationPlace(name, 0, Directory.GetCurrentDirectory());
                var node = new ConfigurationNode(NodeKind.Text, place, value) { IsFromOutside = true };
                foreach (var key in path.Split(':').Reverse())
                {
                    var section = new ConfigurationNode(NodeKind.Section, place);
                    section.Put(key, node);
                    node = section;
                }

                root.Merge(node);
            }

            return root;
        }
    }
}
