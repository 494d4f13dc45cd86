using Draaiboek.Hosting;
using Draaiboek.Registratie;

return SchemaExport.Asks(args)
    ? await SchemaExport.RunAsync(args, Console.Out)
    : await ServiceProgram.RunAsync(args, RegistratieService.Name, RegistratieService.Build);
