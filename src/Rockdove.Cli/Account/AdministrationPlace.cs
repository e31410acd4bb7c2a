using System.CommandLine;
using Rockdove.Configuration;
using Rockdove.Daemon;
using Rockdove.Storage;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Cli;

/// <summary>Which store the commands of an administrator are for, and how they get there.</summary>
internal sealed class AdministrationPlace
{
    private readonly Option<string[]> _config = ServeCommand.Config();

    private readonly Option<string?> _data = new Option<string?>("--data")
    {
        Description = "The folder of the store, in place of what --config says.",
        HelpName = "DIR",
    }.NotEmpty("a folder");

    private readonly Option<bool> _json = StoreCommand.Json();

    public void AddTo(Command command)
    {
        command.Options.Add(_config);
        command.Options.Add(_data);
        command.Options.Add(_json);
    }

    /// <summary>
    /// Has the request answered, by the daemon if it runs and on the store itself if not, and prints the answer.
    /// </summary>
    public Task<int> RunAsync(
        ParseResult parsed, Func<AdministrationRequest> request, CancellationToken cancellationToken) =>
        StoreRun.RunAsync(async () =>
        {
            string folder;
            DaemonSettings settings;
            try
            {
                (folder, settings) = Place(parsed);
            }
            catch (ConfigurationException error)
            {
                foreach (var mistake in error.Mistakes)
                    ErrorLine.Write($"{mistake}");
                return ExitCode.Usage;
            }

            var asked = request();
            if (asked.Command == AdministrationCommand.AccountAdd)
                DataFolder.Prepare(folder);
            else
                StoreRun.Require(folder);
            var answer = await AskAsync(folder, settings, asked, cancellationToken);
            return Print(answer, parsed.GetValue(_json));
        });

    private (string Folder, DaemonSettings Settings) Place(ParseResult parsed)
    {
        if (parsed.GetValue(_data) is { } folder)
            return (Path.GetFullPath(folder), new DaemonSettings());
        var configuration = new ConfigurationFiles(parsed.GetValue(_config)!, []).Read();
        return (configuration.DataFolder, configuration.Settings);
    }

    private static async Task<AdministrationAnswer> AskAsync(
        string folder, DaemonSettings settings, AdministrationRequest request, CancellationToken cancellationToken)
    {
        SqliteMailStore opened;
        try
        {
            opened = SqliteMailStore.Open(folder, new()
            {
                CompactBelow = 0,
                Report = notice =>
                {
                    if (notice.IsTrouble)
                        ErrorLine.Write(notice.Text);
                },
            });
        }
        catch (StoreInUseException inUse)
        {
            return await ControlSocket.AskAsync(folder, request, cancellationToken)
                ?? throw new UsageException($"{inUse.Message.TrimEnd('.')}, and it is no rockdove serve that can be "
                    + "asked: stop it, and try again");
        }

        await using var store = opened;
        return await new Administration(store, store.Accounts, () => settings)
            .AnswerAsync(request, cancellationToken);
    }

    private static int Print(AdministrationAnswer answer, bool json)
    {
        if (answer.Error is { } error)
        {
            ErrorLine.Write(error);
            return ExitCode.Failed;
        }

        if (json)
            Console.Out.WriteLine(answer.ToJson());
        else if (answer.Done is { } done)
            Console.Out.WriteLine(done);
        foreach (var line in json ? [] : AdministrationTable.Lines(answer))
            Console.Out.WriteLine(line);
        return ExitCode.Ok;
    }
}
