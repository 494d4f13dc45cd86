using Draaiboek.Hosting;

namespace Draaiboek.Meldingen;

/// <summary>Intake: the front door of the platform and the only holder of the young person's identity.</summary>
public static class MeldingService
{
    public const string Name = "melding";

    public static WebApplication Build(ServiceOptions options)
    {
        MeldpuntSettings? meldpunt = null;
        MeldingSettings? melding = null;
        ConceptSettings? concept = null;
        return ServiceHost.Build<MeldingDbContext>(
            new ServiceDefinition(Name, typeof(MeldingService).Assembly, routes =>
            {
                RegistreerMelding.Map(routes);
                LeesMelding.Map(routes);
                LijstMeldingen.Map(routes);
                WijzigContactpersoon.Map(routes);
                CorrigeerMelding.Map(routes);
                VulMeldingAan.Map(routes);
                TrekMeldingIn.Map(routes);
                SluitMeldingAf.Map(routes);
                BiedOverdrachtAan.Map(routes);
                BeantwoordOverdracht.Map(routes);
                LijstOverdrachten.Map(routes);
                LeesGeschiedenis.Map(routes);
                WisMelding.Map(routes);
                BeantwoordVraag.Map(routes);
                DoeAanbod.Map(routes);
                BeantwoordAanbod.Map(routes);
                ToetsAf.Map(routes);
                MeldVerontrusting.Map(routes);
                BespreekMetOuders.Map(routes);
                RegistreerMedischeZorg.Map(routes);
                VraagNoodtoegang.Map(routes);
                GeefInlichting.Map(routes);
                RegistreerUitbuiting.Map(routes);
                TrekUitbuitingIn.Map(routes);
                LeesUitbuiting.Map(routes);
                MeldErnstigeGebeurtenis.Map(routes);
                LeesStappenplan.Map(routes);
                LeesHerhalingen.Map(routes);
                BeoordeelHerhaling.Map(routes);
                BijlageRoutes.Map(routes);
                MeldpuntRoutes.Map(routes);
                ConceptRoutes.Map(routes);
                LijstSignalen.Map(routes);
                TaxeerRisico.Map(routes);
                LijstContacten.Map(routes);
            })
            {
                OwnRoutes = routes =>
                {
                    VoerMeldingenIn.Map(routes);
                    GeefInvoersjabloon.Map(routes);
                },
                Settings = (section, errors) =>
                {
                    meldpunt = MeldpuntSettings.Read(section, errors);
                    melding = MeldingSettings.Read(section, errors);
                    concept = ConceptSettings.Read(section, errors);
                },
                Services = (services, _) => services
                    .AddSingleton<Meldingmaker>()
                    .AddScoped<Meldingstapper>()
                    .AddScoped<Inlichter>()
                    .AddScoped<Invoerlader>()
                    .AddHostedService<AcuutMeter>()
                    .AddSingleton(melding!)
                    .AddHostedService<MeldingWisser>()
                    .AddSingleton<Herhalingsindex>()
                    .AddScoped<Herhalingszoeker>()
                    .AddHostedService<HerhalingsindexAanvulling>()
                    .AddSingleton(Signaalcatalogus.Lees())
                    .AddSingleton(Contactgids.Lees())
                    .AddBijlagen()
                    .AddMeldpunt(meldpunt!)
                    .AddConcepten(concept!),
            },
            options);
    }
}
