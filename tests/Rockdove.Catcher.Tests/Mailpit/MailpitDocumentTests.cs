using System.Reflection;
using System.Text.RegularExpressions;

namespace Rockdove.Catcher.Tests;

/// <summary>docs/compat/mailpit.md, mailhog.md and clients.md name the tests that hold them.</summary>
public class MailpitDocumentTests
{
    [Theory]
    [InlineData("mailpit", 30)]
    [InlineData("mailhog", 30)]
    [InlineData("clients", 15)]
    public void Each_test_that_is_named_exists(string document, int least)
    {
        var named = TestName.Matches(Text(document))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value)).ToList();

        Assert.True(named.Count >= least, $"{named.Count} tests are named.");
        foreach (var (name, method) in named)
        {
            var type = Array.Find(
                typeof(MailpitDocumentTests).Assembly.GetTypes(), type => !type.IsNested && type.Name == name);
            Assert.True(type is not null, $"There is no class {name}.");
            Assert.True(method.Length == 0 || TestsOf(type).Contains(method), $"{name} has no test {method}.");
        }
    }

    [Theory]
    [InlineData("mailpit", new[]
    {
        typeof(MailpitMarkTests), typeof(MailpitSendTests), typeof(MailpitViewTests), typeof(MailpitInfoTests),
        typeof(ChaosTests),
    })]
    [InlineData("mailhog", new[]
    {
        typeof(MailHogClientTests), typeof(MailHogCompatTests), typeof(MailHogDownloadTests),
        typeof(MailHogEventTests), typeof(MailHogListTests), typeof(MailHogShapeTests), typeof(JimTests),
        typeof(MailHogReleaseTests),
    })]
    [InlineData("clients", new[] { typeof(MailpitClientTests), typeof(MailHogClientTests) })]
    public void Each_test_of_the_api_is_named(string document, Type[] types)
    {
        var text = Text(document);
        foreach (var type in types)
            Assert.All(TestsOf(type), test => Assert.Contains($"`{type.Name}.{test}`", text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> TestsOf(Type type) => type.GetMethods()
        .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
        .Select(method => method.Name);

    private static string Text(string document)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Rockdove.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No Rockdove.slnx above.");
        return File.ReadAllText(Path.Combine(folder, "docs", "compat", $"{document}.md"));
    }

    private static readonly Regex TestName = new("`([A-Z][A-Za-z]+Tests)(?:\\.([A-Za-z0-9_]+))?`");
}
