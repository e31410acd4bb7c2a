namespace Rockdove.Imap;

/// <summary>Is told what happens in a session, for those who count.</summary>
public interface IImapObserver
{
    /// <summary>A command has ended.</summary>
    /// <param name="verb">Which; null when nobody knows it.</param>
    /// <param name="outcome">How: OK, NO or BAD.</param>
    void OnCommand(ImapVerb? verb, ImapCondition outcome);
}
