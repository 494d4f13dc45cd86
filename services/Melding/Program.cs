using Draaiboek.Hosting;

return await ServiceProgram.RunAsync(args, Draaiboek.Meldingen.MeldingService.Name, Draaiboek.Meldingen.MeldingService.Build);
