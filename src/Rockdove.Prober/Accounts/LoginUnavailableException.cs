namespace Rockdove.Prober;

/// <summary>The secrets of an account cannot be had now.</summary>
public sealed class LoginUnavailableException : Exception
{
    public LoginUnavailableException()
    {
    }

    public LoginUnavailableException(string message)
        : base(message)
    {
    }

    public LoginUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
