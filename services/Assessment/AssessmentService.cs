using Draaiboek.Hosting;

namespace Draaiboek.Assessments;

/// <summary>The centres' worklists, talks and advices; their backlog and the vorming that they give.</summary>
public static class AssessmentService
{
    public const string Name = "assessment";

    /// <summary>The states of an assessment and the steps between them, as a mermaid diagram.</summary>
    public static string Toestanden => Toestandsdiagram.Maak();

    public static WebApplication Build(ServiceOptions options)
        => ServiceHost.Build<AssessmentDbContext>(
            new ServiceDefinition(Name, typeof(AssessmentService).Assembly, routes =>
            {
                LijstAssessments.Map(routes);
                LeesAssessment.Map(routes);
                RegistreerKennismakingsgesprek.Map(routes);
                RegistreerGesprek.Map(routes);
                GeefNegatiefAdvies.Map(routes);
                GeefPositiefAdvies.Map(routes);
                RegistreerNietGestart.Map(routes);
                VerklaarAchterstand.Map(routes);
                WijzigAchterstand.Map(routes);
                LijstAchterstanden.Map(routes);
                VraagVorming.Map(routes);
                WijzigVorming.Map(routes);
                LijstVormingen.Map(routes);
            })
            {
                Services = (services, _) => services.AddScoped<Stapper>().AddHostedService<WachtlijstMeter>(),
            },
            options);
}
