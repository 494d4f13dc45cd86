using Draaiboek.Hosting;
using Draaiboek.Meldingen;

return await ServiceProgram.RunAsync(args, MeldingService.Name, MeldingService.Build);
