using Rockdove.Configuration;

namespace Rockdove.Prober.Tests;

/// <summary>The configuration that is shown is one that works.</summary>
public sealed class ConfigurationExampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rockdove-example-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_example_in_docs_has_no_mistake_and_each_kind_of_channel()
    {
        // Passwords are not shipped with it.
        foreach (var account in (string[])["own", "gmail", "fastmail"])
        {
            var file = Path.Combine(_folder, $"{account}.password");
            File.WriteAllText(file, "secret\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var text = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs/examples/rockdove-ping.json"));

        var configuration = ProberConfiguration.Read(
            [ConfigurationSource.File(text, "rockdove-ping.json", _folder)], _folder);

        Assert.Empty(configuration.ScheduleMistakes);
        Assert.Empty(configuration.Warnings);
        Assert.Equal(["mail", "webhook", "command"], configuration.Channels.Select(channel => channel.Type));
        Assert.NotEmpty(configuration.Schedule.Quiet);
        Assert.NotEmpty(configuration.Checks.To);
        // Each channel is told of something, so that the example leaves nothing without a use.
        var told = configuration.Alerts.SelectMany(alert => alert.Channels).Concat(configuration.Checks.To);
        Assert.Equal(configuration.Channels.Select(channel => channel.Name).Order(), told.Distinct().Order());
    }
}
