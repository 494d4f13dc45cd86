using System.Text;
using Draaiboek.Meldingen;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

public sealed class RegelkenmerkTests
{
    /// <summary>Whoever changes this text loads every line of the past a second time.</summary>
    [Fact]
    public void Given_a_line_Then_what_it_is_known_by_stays_for_ever()
        => Assert.Equal(
            "{acuut=false;centrum=6:payoke;contactpersoon={naam=4:Añ |;}ontvangenOp=10:2019-01-02;signalen=[8:weglopen;1:\";]}10:0400506961;3:clb;",
            Regelkenmerk.Canoniek(Encoding.UTF8.GetBytes(
                """
                {"kenmerk": "x", "sector": "clb", "verloop": "lopend", "organisatie": "0400506961 ",
                 "melding": {"ontvangenOp": "2019-01-02", "centrum": "payoke", "contactpersoon": {"telefoon": null, "naam": " An\u0303 |"}, "jongere": null, "acuut": false, "signalen": ["weglopen", "\""]}}
                """)));
}
