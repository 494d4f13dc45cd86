using Draaiboek.Hosting;
using Draaiboek.JuridischeSteun;

return await ServiceProgram.RunAsync(args, JuridischeSteunService.Name, JuridischeSteunService.Build);
