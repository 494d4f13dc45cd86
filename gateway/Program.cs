using Draaiboek.Gateway;
using Draaiboek.Hosting;

return await ServiceProgram.RunAsync(args, "gateway", GatewayService.Build);
