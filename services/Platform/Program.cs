namespace Draaiboek.Platform;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var commandLine = CommandLine.Parse(args);
        if (commandLine.Answer(Console.Out, Console.Error) is { } answered)
        {
            return answered;
        }

        using var stop = new StopSignal();
        return commandLine switch
        {
            CommandLine.Serve serve => await ServeCommand.RunAsync(serve, stop.Token),
            CommandLine.Demo demo => await DemoCommand.RunAsync(demo, stop.Token),
            CommandLine.Import import => await ImportCommand.RunAsync(import, stop.Token),
            CommandLine.Issuer issuer => await IssuerCommand.RunAsync(issuer, stop.Token),
            CommandLine.Schema schema => await SchemaCommand.RunAsync(schema, stop.Token),
            _ => throw new InvalidOperationException($"No command for {commandLine.GetType().Name}."),
        };
    }
}
