using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Rockdove.Mock;

namespace Rockdove.Web;

/// <summary>
/// MailHog's Jim: connections, senders, recipients and passwords are refused by chance, and lines are slow.
/// </summary>
internal sealed class JimFaults(Action changed)
{
    private readonly Lock _changing = new();
    private JimShape _last = JimShape.Usual;

    /// <summary>What he does; null while he is not there.</summary>
    public JimShape? Now { get; private set; }

    /// <summary>Null where nothing fails.</summary>
    public MockLayer? Layer { get; private set; }

    /// <summary>Invites him; false if he is there already.</summary>
    /// <param name="jim">What he shall do; null for what he did the last time.</param>
    public bool TryInvite(JimShape? jim)
    {
        lock (_changing)
        {
            if (Now is not null)
                return false;
            Set(jim ?? _last);
            return true;
        }
    }

    /// <summary>Has him do something else; false if he is not there.</summary>
    public bool TryChange(JimShape jim)
    {
        lock (_changing)
        {
            if (Now is null)
                return false;
            Set(jim);
            return true;
        }
    }

    /// <summary>Sends him away; false if he is not there.</summary>
    public bool TryDismiss()
    {
        lock (_changing)
        {
            if (Now is null)
                return false;
            (Now, Layer) = (null, null);
            changed();
            return true;
        }
    }

    private void Set(JimShape jim)
    {
        var script = new StringBuilder();
        Write(script, "connect", 1 - jim.AcceptChance, "! close");
        Write(script, "command", jim.DisconnectChance, "! close");
        if (jim.DisconnectChance < 1) // Otherwise no command is looked at any more.
        {
            Write(script, "mail", jim.RejectSenderChance, "S: 550 Invalid sender");
            Write(script, "rcpt", jim.RejectRecipientChance, "S: 550 Invalid recipient");
            Write(script, "auth", jim.RejectAuthChance, "S: 500 Unrecognised command");
        }

        var layer = FaultScript.Read("jim", Encoding.UTF8.GetBytes($"{script}")).Layer;
        if (jim is { LinkSpeedAffect: > 0, LinkSpeedMax: > 0, DisconnectChance: < 1 })
            layer.Change(rules => Slow(rules, jim));
        Layer = layer.Rules.Count == 0 ? null : layer;
        Now = _last = jim;
        changed();
    }

    private static void Write(StringBuilder script, string moment, double chance, string deed)
    {
        var text = chance.ToString("0.############", CultureInfo.InvariantCulture);
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        if (text != "0")
            script.Append(CultureInfo.InvariantCulture, $"! on {moment} chance={text} seed={seed}\n{deed}\n");
    }

    /// <summary>Each session has one speed, which is drawn when it begins.</summary>
    private static void Slow(MockRules rules, JimShape jim)
    {
        var drawn = new ConditionalWeakTable<MockSession, StrongBox<int>>();
        for (var i = 0; i < Speeds; i++)
        {
            var (speed, index) = (jim.LinkSpeedMin + (jim.LinkSpeedMax - jim.LinkSpeedMin) * (i + 0.5) / Speeds, i);
            var octets = Math.Max(1, (int)Math.Min(speed * Piece.TotalSeconds, int.MaxValue));
            var pause = TimeSpan.FromSeconds(Math.Min(octets / speed, LongestPause.TotalSeconds));
            rules.When(MockMoment.Connect, happened => Draw(happened) == index, "jim", 0).Trickle(octets, pause);
            rules.When(MockMoment.Command, happened => Draw(happened) == index, "jim", 0).Trickle(octets, pause);
        }

        int Draw(MockEvent happened) => drawn.GetValue(happened.Session, _ => new(
            Random.Shared.NextDouble() < jim.LinkSpeedAffect ? Random.Shared.Next(Speeds) : -1)).Value;
    }

    /// <summary>Speeds that are drawn from, evenly between the slowest and the fastest.</summary>
    private const int Speeds = 8;

    /// <summary>How often something is sent, where the line is not even slower.</summary>
    private static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(50);

    /// <summary>Between one octet and the next.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
}
