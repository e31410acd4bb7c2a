using System.Reflection;

namespace Rockdove.Tidy.Tests;

/// <summary>
/// Each packable library carries <c>PublicApi.txt</c>: what its assembly lets others use. A change of the public
/// surface is then a change that a reviewer reads. To accept one, run these tests with <c>ROCKDOVE_ACCEPT_API=1</c>.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packable => [.. Repository.Tree.Projects
        .Where(file => file.IsIn("src"))
        .Select(ProjectFile.Parse)
        .Where(project => project is { IsPackable: not false, IsTool: false })
        .Select(project => project.Name)];

    [Theory, MemberData(nameof(Packable))]
    public void The_assembly_exposes_what_its_text_file_says(string project)
    {
        var path = Path.Combine(Repository.Root, "src", project, "PublicApi.txt");
        var exposed = ApiListing.Of(Load(project));
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(path, string.Concat(exposed.Select(line => line + '\n')));

        var written = File.Exists(path) ? File.ReadAllLines(path) : [];
        var diff = LineDiff.Between(written, exposed);
        Assert.True(
            diff.Count == 0 && File.Exists(path),
            $"The public surface of {project} changed. If that is meant: {Command}\n{string.Join('\n', diff)}");
    }

    private static Assembly Load(string project)
    {
        try
        {
            return Assembly.Load(project);
        }
        catch (FileNotFoundException)
        {
            throw new InvalidOperationException(
                $"{project} is packable, and these tests do not have it: refer to it from Rockdove.Tidy.Tests.csproj.");
        }
    }

    private const string Accept = "ROCKDOVE_ACCEPT_API";
    private const string Command = Accept + "=1 dotnet run --project tests/Rockdove.Tidy.Tests";
}
