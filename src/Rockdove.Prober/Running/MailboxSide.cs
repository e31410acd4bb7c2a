namespace Rockdove.Prober;

/// <summary>The mailbox of an account as a desk sees it.</summary>
internal sealed class MailboxSide(IMailboxWatch watch)
{
    public IMailboxWatch Watch { get; } = watch;

    /// <summary>True once it was looked into, or could not be.</summary>
    public bool IsKnown => IsReady || Failure is not null;

    /// <summary>It is open and was looked through.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Why it cannot be looked into; null when it can, or nobody has tried.</summary>
    public ProbeFailure? Failure { get; private set; }

    /// <summary>Since when, by the monotonic clock.</summary>
    public long FailingSince { get; private set; }

    /// <summary>How long the watch waits before it tries again.</summary>
    public TimeSpan RetryAfter { get; private set; }

    /// <summary>Mails that shall go, and are not known to be gone.</summary>
    public HashSet<MailPlace> Leaving { get; } = [];

    public void Ready()
    {
        IsReady = true;
        Failure = null;
    }

    public void Fail(MailboxFailed failed)
    {
        if (Failure is null)
            FailingSince = failed.Timestamp;
        IsReady = false;
        (Failure, RetryAfter) = (failed.Failure, failed.RetryAfter);
    }

    /// <summary>Has a mail go, unless the account keeps them.</summary>
    public void Delete(MailPlace place)
    {
        if (!Watch.Account.DeletesMail)
            return;
        Leaving.Add(place);
        Watch.Delete(place);
    }
}
