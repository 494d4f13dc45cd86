using Draaiboek.Assessments;
using Draaiboek.Hosting;

return await ServiceProgram.RunAsync(args, AssessmentService.Name, AssessmentService.Build);
