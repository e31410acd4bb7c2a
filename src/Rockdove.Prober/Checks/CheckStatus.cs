namespace Rockdove.Prober;

/// <summary>How good something is, in the words of internet.nl; the later the worse, but for the last.</summary>
public enum CheckStatus : byte
{
    Ok,

    /// <summary>Allowed, and worth a look.</summary>
    Notice,

    /// <summary>It works, and not as well as it should.</summary>
    Warning,

    /// <summary>It is wrong: mail is lost, refused or not protected.</summary>
    Fail,

    /// <summary>Nobody knows: what is to be looked at could not be had.</summary>
    Error,

    /// <summary>Not looked at, since something that it stands on is not there.</summary>
    Untested,
}
