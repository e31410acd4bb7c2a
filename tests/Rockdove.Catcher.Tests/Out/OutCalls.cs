using System.Text.Json;
using Rockdove.Mock;
using Rockdove.Outbox;

namespace Rockdove.Catcher.Tests;

/// <summary>What tests of mail that goes out do again and again.</summary>
internal static class OutCalls
{
    public static SmtpRoute RouteTo(MockMailServer server, string name = "up") =>
        new() { Name = name, Host = "127.0.0.1", Port = server.Port, Security = RouteSecurity.None };

    public static MailOutOptions OutTo(MockMailServer server) => new() { Routes = [RouteTo(server)] };

    /// <summary>Waits until nothing is tried any more, and returns the item as the API shows it.</summary>
    public static async Task<JsonElement> EndOfAsync(this RunningCatcher catcher, JsonElement item)
    {
        var id = item.GetProperty("id").GetString()!;
        await catcher.Outbox.WaitForEndAsync(long.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
        return await catcher.GetAsync($"outbox/{id}");
    }

    public static string Outcomes(this JsonElement item) => string.Join(
        ' ', item.GetProperty("recipients").EnumerateArray().Select(
            one => $"{one.GetProperty("address").GetString()}:{one.GetProperty("state").GetString()}"));
}
