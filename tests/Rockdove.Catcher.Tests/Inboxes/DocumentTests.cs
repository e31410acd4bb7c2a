using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace Rockdove.Catcher.Tests;

/// <summary>The OpenAPI document says what is there, and what is there is in the document.</summary>
public class DocumentTests
{
    [Fact]
    public async Task The_document_has_each_path_and_no_other()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var document = await catcher.GetAsync("openapi.json");
        var written = document.GetProperty("paths").EnumerateObject().SelectMany(
            path => path.Value.EnumerateObject().Select(one => $"{one.Name.ToUpperInvariant()} {path.Name}"));
        var served = catcher.Routes
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/rockdove/", StringComparison.Ordinal))
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(
                method => $"{method} {route.RoutePattern.RawText}"));
        Assert.Equal(served.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Parameters_are_those_that_are_read()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        await catcher.SendAsync("Subject: x\r\n\r\n", to: ["x+a@x.test"]);
        var document = await catcher.GetAsync("openapi.json");
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            if (!path.Value.TryGetProperty("get", out var get)
                || path.Name.EndsWith("openapi.json", StringComparison.Ordinal))
                continue;
            var parameters = get.TryGetProperty("parameters", out var some) ? some.EnumerateArray() : default;
            var written = parameters.Where(one => one.GetProperty("in").GetString() == "query")
                .Select(one => one.GetProperty("name").GetString());
            var asked = path.Name["/api/rockdove/v1/".Length..].Replace("{inbox}", "a", StringComparison.Ordinal)
                .Replace("{id}", "latest", StringComparison.Ordinal)
                .Replace("{part}", "1", StringComparison.Ordinal);
            var refusal = await catcher.GetAsync($"{asked}?nothing=1", HttpStatusCode.BadRequest);
            var detail = refusal.GetProperty("detail").GetString()!;
            var read = detail.Contains("there are ", StringComparison.Ordinal)
                ? detail[(detail.IndexOf("there are ", StringComparison.Ordinal) + 10)..].TrimEnd('.').Split(", ")
                : [];
            Assert.Equal(read.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Answers_have_the_properties_that_the_document_names()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var document = await catcher.GetAsync("openapi.json");
        await Check("Inbox", catcher.CreateInboxAsync("""{"name":"a"}"""));
        await catcher.SendAsync(
            "Subject: x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\nhttp://x.test",
            to: ["x+a@x.test"]);
        await catcher.SendAsync("Subject: y\r\n\r\nhttp://x.test");
        await Check(
            "Faults", catcher.AskAsync(HttpMethod.Put, "faults", HttpStatusCode.OK, "! on noop\n! delay 1ms\n"));
        await Check("InboxList", catcher.GetAsync("inboxes"));
        await Check("MailList", catcher.GetAsync("messages"));
        await Check("TagList", catcher.GetAsync("tags"));
        await Check("About", catcher.GetAsync("about"));
        await Check("Structure", catcher.GetAsync("inboxes/a/messages/latest/structure"));
        await Check("Changed", catcher.AskAsync(
            HttpMethod.Patch, "messages", HttpStatusCode.OK, """{"all":true,"isRead":true,"addTags":["x"]}"""));
        await Check("Message", catcher.GetAsync("inboxes/a/messages/latest"));
        await Check("Found", catcher.GetAsync("wait"));
        await Check("Envelope", catcher.GetAsync("messages/latest/envelope"));
        await Check("Extracted", catcher.GetAsync("messages/latest/extract?rule=links"));
        await Check("LinkCheck", catcher.GetAsync("messages/latest/checks/links"));
        await Check("LintCheck", catcher.GetAsync("messages/latest/checks/lint"));
        await catcher.SendAsync(
            "DKIM-Signature: v=1; d=a.org; s=b\r\nAuthentication-Results: x; spf=pass smtp.mailfrom=y; dkim=pass\r\n"
            + "Content-Type: text/html\r\n\r\n<p style='color: rgb(1 2 3)'><a href=''>x</a>");
        await Check("LinkCheck", catcher.GetAsync("messages/latest/checks/links"));
        await Check("HtmlCheck", catcher.GetAsync("messages/latest/checks/html"));
        await Check("AuthenticationCheck", catcher.GetAsync("messages/latest/checks/authentication"));
        await Check("Asserted", catcher.PostAsync("assert", "{}"));
        await Check(
            "Problem", catcher.PostAsync("assert", """{"match":{"to":"x"}}""", HttpStatusCode.UnprocessableEntity));
        await Check("Deleted", catcher.AskAsync(HttpMethod.Delete, "messages", HttpStatusCode.OK));

        async Task Check(string schema, Task<JsonElement> answer) =>
            DocumentTests.Check(document, schema, await answer);
    }

    /// <summary>An answer has the properties that a schema of the document names, and no others.</summary>
    internal static void Check(JsonElement document, string schema, JsonElement answer) => Compare(
        document, document.GetProperty("components").GetProperty("schemas").GetProperty(schema), answer, schema);

    /// <summary>As much of JSON Schema as the document uses.</summary>
    private static void Compare(JsonElement document, JsonElement schema, JsonElement value, string where)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!.Split('/')[^1];
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(name);
        }

        var kind = schema.GetProperty("type");
        var kinds = kind.ValueKind == JsonValueKind.Array
            ? kind.EnumerateArray().Select(one => one.GetString()).ToList()
            : [kind.GetString()];
        var actual = value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => value.TryGetInt64(out _) && kinds.Contains("integer") ? "integer" : "number",
            var other => other.ToString().ToLowerInvariant(),
        };
        Assert.True(kinds.Contains(actual), $"{where} is {actual}, and not {kind}");
        if (value.ValueKind == JsonValueKind.Array)
        {
            Assert.True(value.GetArrayLength() > 0 || !where.EndsWith("values", StringComparison.Ordinal), where);
            foreach (var one in value.EnumerateArray())
                Compare(document, schema.GetProperty("items"), one, where + "[]");
        }

        if (value.ValueKind != JsonValueKind.Object)
            return;
        var named = schema.GetProperty("properties").EnumerateObject().Select(one => one.Name);
        Assert.Equal(named.Order(StringComparer.Ordinal), value.EnumerateObject().Select(one => one.Name)
            .Order(StringComparer.Ordinal));
        foreach (var property in value.EnumerateObject())
        {
            Compare(
                document, schema.GetProperty("properties").GetProperty(property.Name), property.Value,
                $"{where}.{property.Name}");
        }
    }
}
