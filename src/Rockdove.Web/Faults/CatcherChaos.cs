using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Rockdove.Mock;

namespace Rockdove.Web;

/// <summary>Mailpit's chaos: MAIL, RCPT and AUTH fail by chance.</summary>
public sealed class CatcherChaos
{
    private readonly Action _changed;
    private volatile ChaosShape _triggers = new();

    internal CatcherChaos(Action changed) => _changed = changed;

    /// <summary>Whether anybody may look at it and change it by HTTP. Off unless set.</summary>
    public bool IsEnabled { get; set; }

    internal ChaosShape Triggers => _triggers;

    /// <summary>Null where nothing fails.</summary>
    internal MockLayer? Layer { get; private set; }

    /// <summary>
    /// Enables it, with triggers as Mailpit's flag has them: <c>Sender:451:50,Recipient:550:5</c>, each a name of
    /// Sender, Recipient and Authentication, a reply code from 400 to 599, and a probability from 0 to 100.
    /// </summary>
    /// <exception cref="FormatException">They are none: see <see cref="IsTriggers"/>.</exception>
    public void Enable(string triggers)
    {
        var read = Read(triggers) ?? throw new FormatException($"'{triggers}' are no triggers.");
        IsEnabled = true;
        Set(read);
    }

    /// <summary>Whether <see cref="Enable"/> can read them.</summary>
    public static bool IsTriggers(string triggers) => Read(triggers) is not null;

    private static ChaosShape? Read(string triggers)
    {
        ArgumentNullException.ThrowIfNull(triggers);
        var all = new ChaosShape();
        foreach (var trigger in triggers.Split(',', StringSplitOptions.TrimEntries))
        {
            if (trigger.Split(':') is not [var name, var code, var probability]
                || !int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var errorCode)
                || !int.TryParse(probability, NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
                || new ChaosTriggerShape(errorCode, percent) is not { IsPossible: true } read)
                return null;
            if (name.Equals("Sender", StringComparison.OrdinalIgnoreCase))
                all = all with { Sender = read };
            else if (name.Equals("Recipient", StringComparison.OrdinalIgnoreCase))
                all = all with { Recipient = read };
            else if (name.Equals("Authentication", StringComparison.OrdinalIgnoreCase))
                all = all with { Authentication = read };
            else
                return null;
        }

        return all;
    }

    internal void Set(ChaosShape triggers)
    {
        var script = new StringBuilder();
        Write(script, "mail", triggers.Sender, "Chaos sender error");
        Write(script, "rcpt", triggers.Recipient, "Chaos recipient error");
        Write(script, "auth", triggers.Authentication, "Chaos authentication error");
        Layer = script.Length == 0 ? null : FaultScript.Read("chaos", Encoding.UTF8.GetBytes($"{script}")).Layer;
        _triggers = triggers;
        _changed();
    }

    private static void Write(StringBuilder script, string moment, ChaosTriggerShape trigger, string text)
    {
        if (trigger.Probability == 0)
            return;
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        script.Append(CultureInfo.InvariantCulture, $"! on {moment} chance={trigger.Probability / 100.0} seed={seed}\n")
            .Append(CultureInfo.InvariantCulture, $"S: {trigger.ErrorCode} {text}\n");
    }
}
