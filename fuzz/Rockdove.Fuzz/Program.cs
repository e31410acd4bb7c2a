using Rockdove.Fuzz;

return FuzzOptions.Parse(args, out var problem) switch
{
    { Target: "mime" } options => MimeFuzzer.Run(options),
    { } options => SmtpFuzzer.Run(options),
    null => Usage(problem),
};

static int Usage(string problem)
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine("usage: smtp|mime [--seconds N] [--seed S] | smtp|mime --replay FILE");
    return 2;
}
