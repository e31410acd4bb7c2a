using System.CommandLine;
using System.Security.Cryptography;
using Rockdove.Hosting;

namespace Rockdove.Cli;

/// <summary><c>rockdove catch</c>: keeps all mail that an application under development sends, and shows it.</summary>
internal static class CatchCommand
{
    public static Command Create()
    {
        var options = new CatchOptions();
        var command = new Command(
            "catch",
            "Catch all mail and show it in a browser: every address exists, every password does, "
            + "nothing is delivered.");
        options.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            CertificateSource? certificate;
            try
            {
                certificate = options.ReadCertificate(parsed);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
            {
                var reason = error.Message.ReplaceLineEndings(" ");
                ErrorLine.Write($"{options.NameCertificate(parsed)} cannot be used: {reason}; allowed are PEM files: "
                    + "--cert with the certificate, --key with its key unless --cert has it too");
                return Task.FromResult(ExitCode.Failed);
            }

            return new CatchRun(options, parsed, certificate).RunAsync(stop);
        });
        return command;
    }
}
