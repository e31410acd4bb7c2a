using System.Globalization;
using Rockdove.Daemon;

namespace Rockdove.Cli;

/// <summary>Lists for people: a line each.</summary>
internal static class AdministrationTable
{
    public static IEnumerable<string> Lines(AdministrationAnswer answer)
    {
        foreach (var account in answer.Accounts ?? [])
        {
            var name = account.DisplayName.Length > 0 ? $" ({account.DisplayName})" : "";
            var quota = account.MostBytes is null && account.MostMessages is null
                ? ""
                : $" of {Limit(account.MostBytes)} bytes and {Limit(account.MostMessages)} messages";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{account.Name}{name}: {string.Join(", ", account.Addresses)}; ")
                + string.Create(
                    CultureInfo.InvariantCulture, $"{account.Messages} messages, {account.Bytes} bytes{quota}")
                + (account.Recoverable ? "; recoverable password" : "")
                + (account.Enabled ? "" : "; disabled");
        }

        foreach (var alias in answer.Aliases ?? [])
            yield return $"{alias.Address}: {string.Join(", ", alias.Targets)}";
        foreach (var mailbox in answer.Mailboxes ?? [])
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{mailbox.Owner}/{mailbox.Name}: {mailbox.Messages} messages, {mailbox.Unseen} unseen, ")
                + string.Create(CultureInfo.InvariantCulture, $"{mailbox.Bytes} bytes");
        }
    }

    private static string Limit(long? limit) => limit?.ToString(CultureInfo.InvariantCulture) ?? "any number of";
}
