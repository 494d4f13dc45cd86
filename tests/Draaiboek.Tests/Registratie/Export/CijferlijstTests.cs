using Draaiboek.GraphQL;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>Figures of any shape as rows, whatever comes to stand in them.</summary>
public sealed class CijferlijstTests
{
    private sealed record Geheel(
        [property: GraphQLDescription("Een deel.")] double? Gemiddelde,
        [property: GraphQLDescription("Leeg.")] int? Mediaan,
        [property: GraphQLIgnore] int Verborgen,
        [property: GraphQLDescription("Een dag.")] DateOnly Op,
        [property: GraphQLDescription("Een code.")] RedenVervanging Reden,
        [property: GraphQLDescription("Ja of nee.")] bool Vervangen,
        [property: GraphQLDescription("Delen.")] IReadOnlyList<Deel> Delen,
        [property: GraphQLDescription("Getallen.")] IReadOnlyList<int> Getallen);

    private sealed record Deel([property: GraphQLDescription("Een naam."), GraphQLName("heet")] string Naam);

    [Fact]
    public void Given_figures_When_written_Then_a_row_for_each_value_with_its_path_and_what_it_counts()
    {
        var geheel = new Geheel(12.5, null, 7, new DateOnly(2019, 2, 3), RedenVervanging.LatereFeiten, true, [new Deel("=een"), new Deel("twee")], [3, 1_000]);
        Assert.Equal(
            """
            cijfer|waarde|omschrijving
            gemiddelde|12,5|Een deel.
            mediaan||Leeg.
            op|2019-02-03|Een dag.
            reden|latereFeiten|Een code.
            vervangen|ja|Ja of nee.
            delen.1.heet|'=een|Een naam.
            delen.2.heet|twee|Een naam.
            getallen.1|3|Getallen.
            getallen.2|1000|Getallen.
            """.Split('\n'),
            Csvlezer.Lees(Cijferlijst.Schrijf(geheel)).Select(rij => string.Join('|', rij)));
    }
}
