using Rockdove.Fuzz;

return FuzzOptions.Parse(args, out var problem) switch
{
    { Target: "mime" } options => MimeFuzzer.Run(options),
    { Target: "imap" } options => ImapFuzzer.Run(options),
    { Target: "dns" } options => DnsFuzzer.Run(options),
    { } options => SmtpFuzzer.Run(options),
    null => Usage(problem),
};

static int Usage(string problem)
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine("usage: smtp|mime|imap|dns [--seconds N] [--seed S] | smtp|mime|imap|dns --replay FILE");
    return 2;
}
