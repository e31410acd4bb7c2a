namespace Rockdove.Prober;

/// <summary>Makes the channels that a configuration names.</summary>
internal static class AlertChannels
{
    /// <param name="configuration">Its settings were checked when it was read.</param>
    /// <param name="reader">Has the matrix, from which one sees who can send.</param>
    /// <param name="http">Posts to webhooks.</param>
    /// <param name="time">The clock.</param>
    public static IReadOnlyList<IAlertChannel> Of(
        ProberConfiguration configuration, ProbeReader reader, HttpClient http, TimeProvider time)
    {
        var postman = new AlertPostman(configuration.Patience, time);
        return
        [
            .. configuration.Channels.Select(channel => (IAlertChannel)(channel.Type switch
            {
                "webhook" => new WebhookChannel(channel.Name, http, channel.Url!),
                "mail" => new MailChannel(
                    channel.Name, channel.Address!, configuration.Accounts,
                    () => reader.MatrixAt(time.GetUtcNow()), postman),
                _ => new CommandChannel(
                    channel.Name, channel.Command[0], [.. channel.Command.Skip(1)], CommandPatience, time),
            })),
        ];
    }

    /// <summary>For webhooks. A place that redirects is not the one that was meant.</summary>
    public static HttpClient NewClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = WebhookPatience };

    private static readonly TimeSpan WebhookPatience = TimeSpan.FromSeconds(15);

    /// <summary>A program may send a mail of its own, or dial.</summary>
    private static readonly TimeSpan CommandPatience = TimeSpan.FromSeconds(60);
}
