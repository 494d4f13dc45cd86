namespace Draaiboek.Platform.Issuer;

/// <summary>One person of the demonstration: who signs in, for which organisation and in which roles.</summary>
/// <param name="ClientId">The OAuth client; there is one for each person, so that every act has a person behind it.</param>
/// <param name="VoId">The stable id of the person, the <c>vo_id</c> of ACM/IDM.</param>
/// <param name="VoOrgcode">KBO number of the person's organisation, 10 digits.</param>
/// <param name="Rollen">Roles as <c>rol</c> or <c>rol:scope</c>.</param>
internal sealed record DemoPersoon(string ClientId, Guid VoId, string VoOrgcode, params string[] Rollen);

/// <summary>
/// Everybody who exists in the demonstration. The two reporters work for organisations of the sample year; the
/// numbers from 0999 9901 on are made up, with check digits that are right.
/// </summary>
internal static class DemoPersonen
{
    private const string Payoke = "0999990123";
    private const string PagAsa = "0999990222";
    private const string Surya = "0999990321";
    private const string Stuurgroep = "0999990420";
    private const string Toezicht = "0999990519";
    private const string Beheer = "0999990618";
    private const string Registratie = "0999990717";

    public static IReadOnlyList<DemoPersoon> Alle { get; } =
    [
        new("melder-a", Id(1), "0400506961", "melder:0400506961"),
        new("melder-b", Id(2), "0400465884", "melder:0400465884"),
        new("medewerker-payoke", Id(3), Payoke, "centrummedewerker:payoke"),
        new("medewerker-payoke-2", Id(4), Payoke, "centrummedewerker:payoke"),
        new("medewerker-pagasa", Id(5), PagAsa, "centrummedewerker:pagAsa"),
        new("medewerker-surya", Id(6), Surya, "centrummedewerker:surya"),
        new("jurist-payoke", Id(7), Payoke, "juridischBegeleider:payoke"),
        new("jurist-pagasa", Id(8), PagAsa, "juridischBegeleider:pagAsa"),
        new("jurist-surya", Id(9), Surya, "juridischBegeleider:surya"),
        new("stuurgroep", Id(10), Stuurgroep, "stuurgroep"),
        new("auditor", Id(11), Toezicht, "auditor"),
        new("beheerder", Id(12), Beheer, "beheerder"),
        new("registratiehouder", Id(13), Registratie, "registratiehouder"),
    ];

    public static DemoPersoon? Vind(string clientId) =>
        Alle.FirstOrDefault(persoon => string.Equals(persoon.ClientId, clientId, StringComparison.Ordinal));

    // A version 4 GUID in form, a plain number in reading: nobody takes it for a real identifier.
    private static Guid Id(int nummer) => new(0xd3a00000, 0x0000, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, (byte)nummer);
}
