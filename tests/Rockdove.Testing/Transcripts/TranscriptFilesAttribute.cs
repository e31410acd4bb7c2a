using System.Reflection;
using Rockdove.Wire;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Rockdove.Testing;

/// <summary>
/// Theory data: one test for each transcript file below the test project's <c>Transcripts</c> folder. The test has one
/// parameter, the file's path from there; <see cref="Read"/> opens it.
/// </summary>
/// <param name="extension">The protocol's extension, without the dot: <c>smtp</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TranscriptFilesAttribute(string extension) : DataAttribute
{
    public string Extension { get; } = extension;

    /// <summary>A folder below <c>Transcripts</c>, or empty for all.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The paths, from the <c>Transcripts</c> folder, with forward slashes, in order.</summary>
    /// <exception cref="InvalidOperationException">There are none: a theory with no data would not fail.</exception>
    public static IReadOnlyList<string> Find(string extension, string folder = "")
    {
        var from = Path.Combine(Root, folder);
        var found = Directory.Exists(from)
            ? Directory.EnumerateFiles(from, "*." + extension, SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
                .ToArray()
            : [];
        return found.Length > 0
            ? found
            : throw new InvalidOperationException($"There is no .{extension} file below {from}.");
    }

    /// <summary>Reads one of the files.</summary>
    /// <exception cref="TranscriptException">It has errors.</exception>
    public static Transcript Read(string file) =>
        Transcript.Parse("Transcripts/" + file, File.ReadAllBytes(Path.Combine(Root, file)));

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Find(Extension, Folder).Select(file => new TheoryDataRow<string>(file))]);

    public override bool SupportsDiscoveryEnumeration() => true;

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Transcripts");
}
