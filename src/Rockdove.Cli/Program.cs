using System.CommandLine;

var root = new RootCommand("Mail servers and clients for development, tests and measurement.");
return await root.Parse(args).InvokeAsync();
