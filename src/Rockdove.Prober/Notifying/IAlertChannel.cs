namespace Rockdove.Prober;

/// <summary>A way to tell somebody.</summary>
public interface IAlertChannel
{
    /// <summary>What rules call it.</summary>
    string Name { get; }

    /// <summary>Tells once.</summary>
    /// <exception cref="AlertNotSentException">It did not work; the message says why, and holds no secret.</exception>
    Task SendAsync(AlertNotice notice, CancellationToken cancellationToken);
}
