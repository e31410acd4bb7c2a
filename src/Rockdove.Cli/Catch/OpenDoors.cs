using System.Net;

namespace Rockdove.Cli;

/// <summary>What others on the network can do with a catcher that listens for them.</summary>
internal static class OpenDoors
{
    /// <summary>A line for each thing that is open; none where only this machine gets in.</summary>
    /// <param name="doors">What is spoken where.</param>
    /// <param name="isHttpAsked">Who uses the pages and the API says who they are.</param>
    /// <param name="isSendingAsked">Who sends by the API does.</param>
    /// <param name="isHttpTls">HTTP is HTTPS.</param>
    /// <param name="isMailAsked">Mail programs log in with passwords that were named.</param>
    public static IEnumerable<string> Warnings(
        IReadOnlyList<(string Name, IPEndPoint Address)> doors,
        bool isHttpAsked,
        bool isSendingAsked,
        bool isHttpTls,
        bool isMailAsked)
    {
        var open = doors.Where(door => !IPAddress.IsLoopback(door.Address.Address)).ToList();
        if (open.Count == 0)
            yield break;
        yield return "open to the network: " + string.Join(", ", open.Select(door => $"{door.Name} {door.Address}"
            + (door.Name == "smtp" ? " and the ports of inboxes" : "")));
        var names = open.Select(door => door.Name).ToHashSet(StringComparer.Ordinal);
        if (names.Contains("http") && !isHttpAsked)
        {
            yield return "whoever reaches http sees and deletes all mail without a password; "
                + "--ui-auth-file and --token-file ask for one";
        }
        else if (names.Contains("http") && !isSendingAsked)
        {
            yield return "whoever reaches http puts mail in without a password";
        }

        if (names.Contains("http") && isHttpAsked && !isHttpTls)
            yield return "passwords, tokens and mail of http go over the network in the clear; --http-cert hides them";
        if ((names.Contains("imap") || names.Contains("pop3")) && !isMailAsked)
        {
            yield return "whoever reaches imap or pop3 reads all mail with any password; --auth names those who may";
        }

        if ((names.Contains("smtp") || names.Contains("smtps") || names.Contains("lmtp")) && !isMailAsked)
            yield return "whoever reaches smtp puts mail in; nothing is delivered to anybody";
    }
}
