namespace Rockdove.Prober;

/// <summary>
/// Sends a notice by mail, through an account that can send: the one whose row of the matrix is the greenest. The
/// broken one would not do.
/// </summary>
/// <param name="name">What rules call it.</param>
/// <param name="to">Who is told.</param>
/// <param name="accounts">Those that may send.</param>
/// <param name="matrix">The matrix now.</param>
/// <param name="postman">Sends a mail.</param>
public sealed class MailChannel(
    string name, string to, IReadOnlyList<ProbeAccount> accounts, Func<MatrixPicture> matrix, IAlertPostman postman)
    : IAlertChannel
{
    public string Name => name;

    public async Task SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        foreach (var account in Senders(accounts, matrix()).Take(MaximumSenders))
        {
            try
            {
                await postman.SendAsync(account, to, $"[rockdove] {notice.Text}", notice.ToLines(), cancellationToken)
                    .ConfigureAwait(false);
                return;
            }
            catch (AlertNotSentException error)
            {
                reasons.Add($"{account.Name}: {error.Message}");
            }
        }

        throw new AlertNotSentException(
            reasons.Count == 0 ? "No account can send." : string.Join(" ", reasons));
    }

    /// <summary>Those that can send, the greenest row first, and in their own order among equals.</summary>
    internal static IEnumerable<ProbeAccount> Senders(IEnumerable<ProbeAccount> accounts, MatrixPicture matrix)
    {
        var rows = matrix.Cells
            .Where(cell => cell.Outcome is { } outcome && ProbeNames.IsVerdict(outcome))
            .GroupBy(cell => cell.Pair.From)
            .ToDictionary(row => row.Key, row => row.Average(cell => ProbeNames.IsGood(cell.Outcome!.Value) ? 1.0 : 0));
        return accounts.Where(account => account.Send is not null)
            .OrderByDescending(account => rows.GetValueOrDefault(account.Name));
    }

    /// <summary>When three cannot send, the network cannot.</summary>
    private const int MaximumSenders = 3;
}

/// <summary>Sends a mail of a few lines.</summary>
public interface IAlertPostman
{
    /// <exception cref="AlertNotSentException">The server did not take it.</exception>
    Task SendAsync(
        ProbeAccount from, string to, string subject, string text, CancellationToken cancellationToken);
}
