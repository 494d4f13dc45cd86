using Draaiboek.GraphQL;
using Draaiboek.Registratie;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>Which periods and reference dates can be asked for (G3). Pure.</summary>
[Trait("Regel", "G3")]
public sealed class CijferperiodeTests
{
    private static readonly DateOnly Vandaag = new(2026, 5, 20);

    [Theory]
    [InlineData(null, null, null, "2024-01-01", "2024-12-31")]
    [InlineData(1, null, null, "2024-01-01", "2024-06-30")]
    [InlineData(2, null, null, "2024-07-01", "2024-12-31")]
    [InlineData(null, 1, null, "2024-01-01", "2024-03-31")]
    [InlineData(null, 4, null, "2024-10-01", "2024-12-31")]
    [InlineData(null, null, 2, "2024-02-01", "2024-02-29")]
    [InlineData(null, null, 12, "2024-12-01", "2024-12-31")]
    public void Given_a_part_of_a_year_When_read_Then_its_first_and_last_day(int? halfjaar, int? kwartaal, int? maand, string van, string tot)
    {
        var (periode, peil) = Cijferperiode.Lees(2024, halfjaar is null && kwartaal is null && maand is null ? null : new Deelperiode(halfjaar, kwartaal, maand), null, Vandaag);
        Assert.Equal((van, tot, Vandaag), ($"{periode.Van:yyyy-MM-dd}", $"{periode.Tot:yyyy-MM-dd}", peil));
    }

    [Theory]
    [InlineData(2014, null, 13, null, "ONGELDIG_JAAR ONGELDIGE_PERIODE")]
    [InlineData(2027, 5, null, "2030-01-01", "ONGELDIG_JAAR ONGELDIGE_PERIODE ONGELDIGE_PEILDATUM")]
    [InlineData(int.MinValue, 0, null, null, "ONGELDIG_JAAR ONGELDIGE_PERIODE")]
    [InlineData(int.MaxValue, -1, null, null, "ONGELDIG_JAAR ONGELDIGE_PERIODE")]
    [InlineData(2026, 3, null, null, "ONGELDIGE_PERIODE")]
    [InlineData(2026, null, 6, "2026-05-21", "ONGELDIGE_PERIODE ONGELDIGE_PEILDATUM")]
    [InlineData(2024, null, 3, "2024-02-29", "ONGELDIGE_PEILDATUM")]
    public void Given_what_can_not_be_When_read_Then_every_reason_at_once(int jaar, int? kwartaal, int? maand, string? peildatum, string codes)
    {
        var fout = Assert.Throws<GraphQLException>(() => Cijferperiode.Lees(jaar, new Deelperiode(null, kwartaal, maand), peildatum is null ? null : DateOnly.Parse(peildatum, System.Globalization.CultureInfo.InvariantCulture), Vandaag));
        Assert.Equal(codes, string.Join(' ', fout.Errors.Select(error => error.Code)));
        Assert.All(fout.Errors, error => Assert.True(error.Message.Length > 20));
    }

    [Fact]
    public void Given_the_running_period_When_read_Then_it_can_be_asked_for()
        => Assert.Equal(new DateOnly(2026, 6, 30), Cijferperiode.Lees(2026, new Deelperiode(null, 2, null), null, Vandaag).Periode.Tot);
}
