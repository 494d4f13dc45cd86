using System.Text;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Registratie;

public sealed class CsvTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+32470", "'+32470")]
    [InlineData("-5", "'-5")]
    [InlineData("@SOM(A1)", "'@SOM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("=\"a\";\"b\"", "\"'=\"\"a\"\";\"\"b\"\"\"")]
    public void Given_what_a_spreadsheet_takes_for_a_formula_When_written_Then_it_is_text(string waarde, string cel) => Assert.Equal(cel, Csv.Cel(waarde));

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("Oost-Vlaanderen", "Oost-Vlaanderen")]
    [InlineData("25", "25")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("zegt \"ja\"", "\"zegt \"\"ja\"\"\"")]
    [InlineData("twee\nregels", "\"twee\nregels\"")]
    [InlineData(" ruimte", "\" ruimte\"")]
    [InlineData("a = b, c@d", "a = b, c@d")]
    public void Given_a_text_When_written_Then_it_is_quoted_where_it_must(string? waarde, string cel) => Assert.Equal(cel, Csv.Cel(waarde));

    [Fact]
    public void Given_rows_When_written_Then_with_a_mark_semicolons_CRLF_and_each_as_wide_as_the_heading()
    {
        var csv = new Csv("sector", "uitkomst", "waarde");
        csv.Rij("één; twee", null, "5");
        csv.Rij("nota");
        csv.Rij();
        Assert.Throws<ArgumentException>(() => csv.Rij("1", "2", "3", "4"));
        byte[] verwacht = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("sector;uitkomst;waarde\r\n\"één; twee\";;5\r\nnota;;\r\n;;\r\n")];
        Assert.Equal(verwacht, csv.Bytes());
        Assert.Equal(["één; twee", "", "5"], Csvlezer.Lees(csv.Bytes())[1]);
    }
}
