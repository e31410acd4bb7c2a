namespace Rockdove.Smtp;

/// <summary>
/// The client's mistakes: syntax and order. Past one bound each is answered late, at another the session ends.
/// </summary>
internal struct MistakeCount
{
    private int _mistakes;
    private bool _owesPause;

    /// <summary>A 50z or 555 blames the client; other refusals do not.</summary>
    public static bool IsMistake(SmtpReply reply) => reply.Code is (>= 500 and <= 504) or 555;

    /// <summary>Counts one; true when it was one too many.</summary>
    public bool Add(SmtpLimits limits)
    {
        _mistakes++;
        if (_mistakes >= limits.Mistakes)
            return true;
        _owesPause = _mistakes > limits.MistakesBeforeDelay;
        return false;
    }

    /// <summary>True once after each mistake that is answered late.</summary>
    public bool TakePause()
    {
        var owed = _owesPause;
        _owesPause = false;
        return owed;
    }
}
