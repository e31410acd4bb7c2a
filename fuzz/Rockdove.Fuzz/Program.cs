using Rockdove.Fuzz;

return FuzzOptions.Parse(args, out var problem) is { } options ? SmtpFuzzer.Run(options) : Usage(problem);

static int Usage(string problem)
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine("usage: smtp [--seconds N] [--seed S] | smtp --replay FILE");
    return 2;
}
