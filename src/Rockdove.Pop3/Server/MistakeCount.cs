namespace Rockdove.Pop3;

/// <summary>
/// The client's mistakes: form and order. Past one bound each is answered late, at another the session ends.
/// </summary>
internal struct MistakeCount
{
    private int _mistakes;
    private bool _owesPause;

    /// <summary>Counts one; true when it was one too many.</summary>
    public bool Add(Pop3Limits limits)
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
