namespace Rockdove.Prober;

/// <summary>Hands mails in. What the server says or does is in the report, and no exception.</summary>
internal interface IProbeSender
{
    /// <summary>Makes a connection, sends one mail and says goodbye.</summary>
    /// <param name="from">Who sends; it has a server.</param>
    /// <param name="to">Who gets it.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="cancellationToken">Gives up at once; nobody knows then whether it was taken.</param>
    ValueTask<SendReport> SendAsync(
        ProbeAccount from, ProbeAccount to, ReadOnlyMemory<byte> mail, CancellationToken cancellationToken);
}
