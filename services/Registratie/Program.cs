using Draaiboek.Hosting;
using Draaiboek.Registratie;

return await ServiceProgram.RunAsync(args, RegistratieService.Name, RegistratieService.Build);
