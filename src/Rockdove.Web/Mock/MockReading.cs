using Rockdove.Mock;

namespace Rockdove.Web;

/// <summary>Puts what a mock has into the shapes of its API.</summary>
internal static class MockReading
{
    public static MockSummaryShape Summary(ReceivedMessage message) => new()
    {
        Number = message.Number,
        Session = message.Session.Number,
        ReceivedAt = message.ReceivedAt,
        ReversePath = message.ReversePath,
        ForwardPaths = message.ForwardPaths,
        Subject = message.Subject,
        Size = message.Content.Length,
    };

    public static MockMessageShape Message(ReceivedMessage message) => new()
    {
        Number = message.Number,
        Session = message.Session.Number,
        ReceivedAt = message.ReceivedAt,
        ReversePath = message.ReversePath,
        ForwardPaths = message.ForwardPaths,
        Subject = message.Subject,
        Size = message.Content.Length,
        SenderParameters = message.SenderParameters,
        RecipientParameters = message.RecipientParameters,
        Hello = message.HelloName,
        Client = message.Client?.ToString(),
        Tls = message.Tls,
        Identity = message.Identity,
        Mechanism = message.Mechanism,
        Text = message.Text,
        Raw = message.Content,
    };

    public static MockSessionShape Session(MockSession session) => new()
    {
        Number = session.Number,
        Client = session.Client?.ToString(),
        StartedAt = session.StartedAt,
        HasEnded = session.HasEnded,
        Messages = [.. session.Messages.Select(message => message.Number)],
        Mismatch = session.Mismatch,
        Transcript = session.Transcript.ToString(),
    };
}
