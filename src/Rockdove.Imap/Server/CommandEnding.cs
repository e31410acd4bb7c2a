namespace Rockdove.Imap;

/// <summary>
/// How a command ends: mistakes are counted, what has changed is told when it may be told (RFC 9051 section 7.5.1),
/// and then comes the reply.
/// </summary>
internal sealed class CommandEnding(ImapServerEngine engine, ReplyWriter replies)
{
    private ImapReply? _held;
    private ImapReply? _resynced;
    private ImapVerb? _verb;
    private int _mistakes;
    private bool _mayReportExpunges = true;
    private bool _tellsModSequence;
    private bool _hasChanged;
    private bool _hasElsewhere;
    private NotifyQuestion? _watch;
    private bool _isAboutNew;

    /// <summary>Something has changed in the selected mailbox, and the client wants to hear of it.</summary>
    public bool HasNews => _hasChanged && engine.View is not null && (_watch is null || _watch.Selected is not null);

    /// <summary>The client watches, and something may have changed.</summary>
    public bool HasNotice => _hasElsewhere && _watch is { Groups.Count: > 0 };

    /// <summary>The FETCH that is asked tells of new messages, and nobody asked for it.</summary>
    public bool IsAboutNew => _isAboutNew;

    /// <summary>The FETCH that is asked belongs to a SELECT, which ends with this reply.</summary>
    public bool IsResync => _resynced is not null;

    /// <summary>A command begins.</summary>
    public void Begin(in CommandHead head)
    {
        _verb = head.Verb;
        _tellsModSequence = false;
        _mayReportExpunges = head.Verb is not { } verb || head.IsByUid
            || (verb.Traits & ImapTraits.HoldsExpunges) == 0;
    }

    /// <summary>The host says that something changed, or may have.</summary>
    public void Change() => _hasChanged = _hasElsewhere = true;

    /// <summary>A mailbox is opened as it is now.</summary>
    public void Open() => _hasChanged = false;

    /// <summary>The client begins anew: it is under TLS, or has logged in.</summary>
    public void Forgive() => _mistakes = 0;

    /// <summary>The command is over. What has changed is told first, if anybody has said that something did.</summary>
    public void Finish(ImapReply reply)
    {
        if (reply.Condition == ImapCondition.Bad && IsOneTooMany())
        {
            engine.Close(ImapReplies.TooManyMistakes);
        }
        else if (HasNews && reply.Condition is ImapCondition.Ok or ImapCondition.No)
        {
            _held = reply;
            AskToSync(_mayReportExpunges);
        }
        else
        {
            Conclude(reply);
        }
    }

    /// <summary>
    /// Messages have gone. With QRESYNC the mod-sequence is told with the reply (RFC 7162 section 3.2.7), and it says
    /// that the client knows everything up to it, so what others have done is told first.
    /// </summary>
    public void FinishRemoval(ImapReply reply)
    {
        if (engine.Session.IsQresync && engine.View is { HasExpunged: true })
            _hasChanged = _tellsModSequence = true;
        engine.Reply(reply);
    }

    /// <summary>A mailbox is selected, and what the client has missed is asked for first.</summary>
    public void Resync(ImapReply selected, FetchQuestion question)
    {
        _resynced = selected;
        engine.Ask(question);
    }

    /// <summary>What the client has missed was told.</summary>
    public void EndResync(ImapReply reply)
    {
        var selected = _resynced!;
        _resynced = null;
        if (!reply.IsOk)
            engine.Deselect(); // A mailbox whose changes cannot be told is not selected.
        engine.Reply(reply.IsOk ? selected : reply);
    }

    /// <summary>NOTIFY was accepted. It is a NOOP too (RFC 5465 section 3.1).</summary>
    public void Watch(NotifyQuestion watch, ImapReply reply)
    {
        _watch = null;
        _hasChanged = true;
        Finish(reply); // Whatever is watched from now on, what has changed until now is told.
        _watch = watch;
        _hasElsewhere = false;
    }

    /// <summary>Between commands, or in IDLE: what has changed elsewhere comes first.</summary>
    public void AskToWatch(bool isIdling)
    {
        _hasElsewhere = false;
        if (_watch!.Groups.All(group => group.IsSelected))
            Watched(ImapReplies.Completed, isIdling);
        else
            engine.Ask(new WatchQuestion(_watch));
    }

    /// <summary>What has changed elsewhere was told.</summary>
    /// <param name="reply">NO when it is too much.</param>
    /// <param name="isIdling">IDLE tells of the selected mailbox by itself.</param>
    public void Watched(ImapReply reply, bool isIdling)
    {
        if (!reply.IsOk)
        {
            replies.WriteUntagged(ImapReplies.WatchEnds);
            _watch = new NotifyQuestion([], false); // As NOTIFY NONE (section 5.8).
        }
        else if (HasNews && !isIdling)
        {
            AskToSync(_watch!.Selected!.Mailboxes == NotifyMailboxes.Selected);
        }
    }

    /// <summary>New messages were told, as far as the client wants to know them.</summary>
    public void EndNew()
    {
        _isAboutNew = false;
        if (_held is { } held)
        {
            _held = null;
            Conclude(held);
        }
    }

    public void AskToSync(bool mayReportExpunges)
    {
        _hasChanged = false;
        engine.Ask(new SyncQuestion(mayReportExpunges));
    }

    /// <summary>The host has told the view what has changed.</summary>
    public void Synced(SyncQuestion sync)
    {
        var fresh = Report(sync.MayReportExpunges);
        if (!fresh.IsEmpty && _watch?.Selected?.NewMessageItems is { Count: > 0 } items)
        {
            _isAboutNew = true;
            var told = items.Prepend(new FetchItem(FetchKind.Uid)).DistinctBy(item => (item.Label, item.Partial));
            engine.Ask(new FetchQuestion(fresh, [.. told], null, SetsSeen: false));
        }
        else if (_held is { } held)
        {
            _held = null;
            Conclude(held);
        }
    }

    /// <summary>Tells what has changed, as far as the client wants to know it.</summary>
    /// <returns>The messages that it has heard of now for the first time.</returns>
    public MessageSet Report(bool mayReportExpunges)
    {
        var tellsFlags = _watch?.Selected?.Has(NotifyEvents.FlagChange) ?? true;
        return engine.View?.Report(engine.Responses, mayReportExpunges, tellsFlags) ?? MessageSet.Empty;
    }

    /// <summary>The last line of a command, behind what is to be told.</summary>
    public void Conclude(ImapReply reply)
    {
        if (reply.Condition == ImapCondition.Bye)
        {
            engine.Close(reply);
            return;
        }

        var view = engine.View;
        if (reply.Condition != ImapCondition.Bad)
            Report(_mayReportExpunges);
        if (_tellsModSequence && reply is { IsOk: true, Code: null } && view is { HighestModSequence: > 0 })
            reply = ImapReply.Ok(reply.Text, ImapCodes.HighestModSequence(view.HighestModSequence));
        replies.WriteTagged(reply);
        engine.Observer?.OnCommand(_verb, reply.Condition);
    }

    private bool IsOneTooMany() => ++_mistakes >= (engine.Session.Phase == ImapPhase.NotAuthenticated
        ? engine.Protocol.Limits.MistakesBeforeLogin
        : engine.Protocol.Limits.Mistakes);
}
