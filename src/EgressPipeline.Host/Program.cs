using EgressPipeline.Host.CommandLine;

return await EgressCommand.RunAsync(args);
