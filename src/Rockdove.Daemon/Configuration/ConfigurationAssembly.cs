using System.Net;
using Microsoft.Extensions.Logging;
using Rockdove.Configuration;
using Rockdove.Hosting;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>
/// Makes a configuration of a draft: compares what belongs together, and reads the files that it names.
/// </summary>
internal sealed class ConfigurationAssembly(
    ConfigurationDraft draft, string folder, TimeProvider? time, ILogger? log)
{
    private readonly List<ConfigurationMistake> _mistakes = [];

    /// <exception cref="ConfigurationException">Something does not fit.</exception>
    public DaemonConfiguration Build()
    {
        AddGomaild();
        var settings = draft.Settings with
        {
            HostName = draft.HostName
                ?? (ConfigurationKeys.IsHostName(Dns.GetHostName()) ? Dns.GetHostName() : "localhost"),
            Domains = [.. draft.Domains.Distinct(StringComparer.OrdinalIgnoreCase)],
            Aliases = draft.Aliases.ToDictionary(alias => alias.Key, alias => alias.Value.Targets),
        };
        settings = settings with
        {
            Accounts = Accounts(),
            Certificate = Certificate(settings.HostName),
        };
        try
        {
            settings.Validate();
        }
        catch (ArgumentException error)
        {
            _mistakes.Add(new("the configuration", error.Message.ReplaceLineEndings(" ")));
        }

        var listeners = Listeners(settings);
        var otlp = Collector();
        if (_mistakes.Count > 0)
            throw new ConfigurationException(_mistakes);
        var data = draft.Data?.FullPath ?? Path.Combine(Path.GetFullPath(folder), "data");
        return new DaemonConfiguration(settings, listeners, data, draft.StopPatience) { Otlp = otlp };
    }

    private Uri? Collector()
    {
        if (draft.Otlp is not { } value)
            return null;
        var address = CollectorAddress.TryRead(value.Text);
        if (address is null)
            _mistakes.Add(new($"{value.Place}", CollectorAddress.Refusal("Otlp", value.Text)));
        return address;
    }

    private Dictionary<string, Secret> Accounts()
    {
        var accounts = new Dictionary<string, Secret>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, account) in draft.Accounts)
        {
            var password = account.Password ?? FirstLine(account.PasswordFile, $"Accounts:{name}:PasswordFile");
            if (password is not null)
                accounts[name] = new Secret(password);
        }

        return accounts;
    }

    private CertificateSource? Certificate(string hostName)
    {
        CertificateSource? otherwise = null;
        var named = new List<(string, CertificateSource)>();
        foreach (var (name, certificate) in draft.Certificates)
        {
            if (Load(name, certificate, hostName) is not { } source)
                continue;
            if (certificate.Names.Count > 0)
                named.AddRange(certificate.Names.Select(one => (one, source)));
            else if (otherwise is null)
                otherwise = source;
            else
                Note(certificate.Place, $"Certificates:{name} has no Names, and another one has none; allowed is one");
        }

        foreach (var twice in named.GroupBy(one => one.Item1, StringComparer.OrdinalIgnoreCase))
        {
            if (twice.Count() > 1)
            {
                Note(
                    draft.Certificates.Values.Last(one => one.Names.Contains(twice.Key)).Place,
                    $"two certificates have the name {twice.Key}; allowed is one for each name");
                return null;
            }
        }

        otherwise ??= named.Count > 0 ? named[0].Item2 : null;
        return otherwise is null || named.Count == 0 ? otherwise : CertificateSource.ByName(otherwise, named);
    }

    private CertificateSource? Load(string name, CertificateDraft certificate, string hostName)
    {
        if (certificate.IsDevelopment)
        {
            return CertificateSource.Development(
                certificate.Names.Count > 0 ? certificate.Names : [hostName]);
        }

        if (certificate.File is not { } file)
        {
            Note(certificate.Place, $"Certificates:{name} has no File; allowed is a file, or Development");
            return null;
        }

        try
        {
            return CertificateSource.FromFiles(
                file,
                certificate.KeyFile,
                certificate.Password ?? FirstLine(certificate.PasswordFile, $"Certificates:{name}:PasswordFile"),
                time,
                log);
        }
        catch (CertificateException unusable)
        {
            Note(certificate.Place, $"Certificates:{name}: {unusable.Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }

    private List<DaemonListener> Listeners(DaemonSettings settings)
    {
        var listeners = new List<DaemonListener>();
        foreach (var (name, one) in draft.Listeners)
        {
            var kind = one.Kind ?? (Enum.TryParse<ListenerKind>(name, ignoreCase: true, out var named)
                && char.IsLetter(name[0]) ? named : null);
            if (kind is not { } known)
            {
                Note(one.Place, $"Listeners:{name} has no Kind; allowed is one of "
                    + string.Join(", ", Enum.GetNames<ListenerKind>()).ToLowerInvariant());
                continue;
            }

            var listener = new DaemonListener
            {
                Name = name,
                Kind = known,
                Address = one.Address ?? new IPEndPoint(IPAddress.IPv6Any, PortOf(known)),
            };
            foreach (var change in one.Changes)
                listener = change(listener);
            if (listener.NeedsCertificate && settings.Certificate is null && draft.Certificates.Count == 0)
            {
                Note(one.Place, $"Listeners:{name} ({known}) needs a certificate, and there is none "
                    + "in Certificates" + (listener.BeginsWithTls ? "" : "; or AllowsClear, where nobody listens in"));
            }

            listeners.Add(listener);
        }

        if (draft.Listeners.Count == 0)
            _mistakes.Add(new("the configuration", "there are no Listeners; such as \"Listeners\": { \"mx\": {} }"));
        return listeners;
    }

    /// <summary>
    /// A gomaild.conf has two listeners that it does not name. They may be given an address by our keys, as
    /// <c>Listeners:smtp</c> and <c>Listeners:pop3</c>.
    /// </summary>
    private void AddGomaild()
    {
        if (draft.Gomaild is not { } gomaild)
            return;
        if (gomaild.CertificateFile is { } file)
        {
            var certificate = draft.Certificate("gomaild", gomaild.Place);
            (certificate.File, certificate.KeyFile) = (file, gomaild.KeyFile);
        }

        AddGomaild("smtp", ListenerKind.Mx, 25, gomaild.Smtp, listener => listener with
        {
            Profile = SmtpProfiles.Find("gomaild"),
            Replies = Replies(gomaild.Smtp),
        });
        AddGomaild("pop3", ListenerKind.Pop3, 110, gomaild.Pop3, listener => listener with
        {
            OffersUser = gomaild.Pop3.OffersUser,
            OffersApop = true,
            MovesDeletedToTrash = gomaild.Pop3.KeepsDeleted,
        });
    }

    private void AddGomaild(
        string name, ListenerKind kind, int port, GomaildListenerDraft theirs,
        Func<DaemonListener, DaemonListener> change)
    {
        var listener = draft.Listener(name, draft.Gomaild!.Place);
        listener.Kind ??= kind;
        listener.Address ??= new IPEndPoint(IPAddress.Any, port);
        var mechanisms = theirs.OffersAuth ? theirs.Mechanisms : [];
        listener.Changes.Insert(0, ours => change(ours with
        {
            Greeting = theirs.Greeting,
            CommandPatience = theirs.Timeout,
            OffersTls = theirs.OffersTls,
            AllowsClear = !theirs.OffersTls,
            OffersLogin = mechanisms.Count > 0,
            Mechanisms = mechanisms,
        }));
    }

    private static List<SmtpText> Replies(GomaildListenerDraft smtp)
    {
        var replies = new List<SmtpText>();
        Add(SmtpReplies.Bye, "221", smtp.Farewell);
        Add(SmtpReplies.Kept, "250", smtp.Queued);
        Add(SmtpReplies.StartData, "354", smtp.StartData);
        Add(SmtpReplies.TimedOut, "421", smtp.TimedOut);
        return replies;

        void Add(SmtpReply reply, string code, string? text)
        {
            if (text is not null)
            {
                replies.Add(new SmtpText(
                    reply, $"{code} {text.Replace("{", "{{", StringComparison.Ordinal).ReplaceLineEndings(" ")}"));
            }
        }
    }

    private string? FirstLine(ConfigurationValue? file, string key)
    {
        if (file is null)
            return null;
        try
        {
            if (File.ReadLines(file.FullPath).FirstOrDefault() is { Length: > 0 } line)
                return line;
            Note(file.Place, $"{key} is '{file.Text}', whose first line is empty; allowed is a file with a password");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Note(file.Place, $"{key} is '{file.Text}': {unreadable.Message}");
        }

        return null;
    }

    private static int PortOf(ListenerKind kind) => kind switch
    {
        ListenerKind.Mx => 25,
        ListenerKind.Submission => 587,
        ListenerKind.Submissions => 465,
        ListenerKind.Lmtp => 24,
        ListenerKind.Pop3 => 110,
        ListenerKind.Pop3s => 995,
        ListenerKind.Imap => 143,
        ListenerKind.Imaps => 993,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A listener has a kind."),
    };

    private void Note(ConfigurationPlace place, string what) => _mistakes.Add(new($"{place}", what));
}
