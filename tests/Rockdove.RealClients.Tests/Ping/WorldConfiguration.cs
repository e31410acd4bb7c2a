using System.Globalization;

namespace Rockdove.RealClients.Tests;

/// <summary>The configurations of the prober in a <see cref="PingWorld"/>.</summary>
internal static class WorldConfiguration
{
    /// <summary>Everybody to everybody.</summary>
    /// <param name="world">Where the servers are.</param>
    /// <param name="password">Makes a file with somebody's password, and tells its name.</param>
    public static string All(PingWorld world, Func<string, string, string> password)
    {
        var accounts = WorldAccounts.All.Select(account => $$"""
            "{{account.Name}}": {
              "address": "{{account.Address}}", "group": "{{account.Domain}}",
              "auth": { "passwordFile": "{{password(account.Name, account.Password)}}",
                        "mechanisms": "{{account.Mechanism}}" },
              "send": {{Door(world, account.Send, Host(account))}},
              "receive": {{Door(world, account.Receive, Host(account))}} }
            """);
        return $$"""
            {
              // rockdove serve relays nothing.
              "pairs": { "exclude": ["home-*->deb-*", "home-*->dove-*"] },
              "deadlines": { "soft": "00:02:00", "settle": "00:00:01" },
              "defaults": { "receive": { "poll": "00:00:01" } },
              "accounts": { {{string.Join(",\n", accounts)}} }
            }
            """;
    }

    /// <summary>
    /// What goes over it: those of <see cref="WrongPasswords"/> have wrong ones, one is not there, and one expects
    /// another certificate than the server has.
    /// </summary>
    public static string Faults(PingWorld world, Func<string, string, string> password)
    {
        var wrong = WrongPasswords.Select(name =>
            $$"""
            "{{name}}": { "auth": { "passwordFile": "{{password($"{name}.wrong", WrongPassword)}}" } }
            """);
        var ann = WorldAccounts.All.First(account => account.Name == "deb-tls");
        var ida = WorldAccounts.All.First(account => account.Name == "home-tls");
        return $$"""
            {
              "pairs": { "include": ["*->home-starttls", "deb-tls->gone", "home-tls->gone"],
                         "exclude": ["rock-starttls->*", "dove-*->*", "gone->*"] },
              "accounts": {
                "gone": { "address": "gone@{{WorldAccounts.Rock}}",
                          "auth": { "user": "{{ida.Address}}", "passwordFile": "{{password("gone", ida.Password)}}" },
                          "receive": {{Door(world, ida.Receive, Host(ida))}} },
                "misled": { "address": "{{ann.Address}}",
                            "auth": { "passwordFile": "{{password("misled", ann.Password)}}" },
                            "send": {{Door(world, ann.Send, Host(ann)).Replace(
                                $"mx.{ann.Domain}", $"mx.{WorldAccounts.Dove}", StringComparison.Ordinal)}} },
                {{string.Join(",\n", wrong)}}
              }
            }
            """;
    }

    /// <summary>Those who have forgotten theirs, one for each mechanism.</summary>
    public static readonly string[] WrongPasswords = ["rock-tls", "deb-starttls", "deb-clear", "deb-offered"];

    public const string WrongPassword = "none of these doors";

    /// <summary>One has a name that has to be looked up.</summary>
    public static string Host(WorldAccount account) => account.Name == "deb-tls" ? "localhost" : "127.0.0.1";

    private static string Door(PingWorld world, WorldDoor door, string host) => string.Create(
        CultureInfo.InvariantCulture, $$"""
        { "host": "{{host}}", "port": {{world[door.Server, door.Door]}}, "security": "{{door.Security}}",
          {{(door.Protocol == "smtp" ? "" : $"\"protocol\": \"{door.Protocol}\",")}}
          {{(door.IsEncrypted ? $"\"tlsName\": \"mx.{door.Server}\"" : "\"allowPlaintextAuth\": true")}} }
        """);
}
