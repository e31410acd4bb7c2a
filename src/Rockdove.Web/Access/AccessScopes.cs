namespace Rockdove.Web;

/// <summary>What a token lets its bearer do.</summary>
[Flags]
public enum AccessScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Look at mail, and wait for it.</summary>
    Read = 1,

    /// <summary>Mark, tag and delete mail, make inboxes, and change what the catcher does.</summary>
    Write = 2,

    /// <summary>Put mail in by the API that sends, and let mail out.</summary>
    Send = 4,
}
