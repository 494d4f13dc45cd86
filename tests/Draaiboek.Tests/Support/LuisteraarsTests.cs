using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;
using Xunit;

namespace Draaiboek.Tests.Support;

public sealed class LuisteraarsTests
{
    [Fact]
    public void Given_a_message_that_three_services_hear_When_its_consumers_are_asked_Then_all_are_named()
        => Assert.Equal(["assessment", "juridische-steun", "registratie"], Luisteraars.Van(typeof(MeldingWerdGeregistreerd)).Select(wie => wie.Dienst).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Given_the_catalogue_Then_somebody_listens_to_every_message()
        => Assert.All(MessageCatalog.All, bericht => Assert.NotEmpty(Luisteraars.Van(bericht)));
}
