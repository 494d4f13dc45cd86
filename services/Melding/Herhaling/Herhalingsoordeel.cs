using System.Globalization;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Encryption;

namespace Draaiboek.Meldingen;

/// <summary>What a person holds of two meldingen (G6). Until there is one they are about different young persons: nothing is merged by itself (M5).</summary>
internal enum Oordeel
{
    ZelfdeJongere = 1,
    AndereJongere,
}

/// <summary>
/// One judgement on two meldingen. Written once: who comes back to it writes the next version, and the highest holds. Of two who judge at once
/// the second finds the version taken.
/// </summary>
internal sealed class Herhalingsoordeel
{
    /// <summary>The smaller of the two ids, so that the pair has one history whichever of them it is judged from.</summary>
    public required Guid EersteMeldingId { get; init; }

    public required Guid TweedeMeldingId { get; init; }

    /// <summary>From 1; one higher at each revision.</summary>
    public required int Versie { get; init; }

    public required Oordeel Oordeel { get; init; }

    /// <summary>The melding from which it was judged; the reason is encrypted with its key.</summary>
    public required Guid VanuitMeldingId { get; init; }

    /// <summary>The centre that judged.</summary>
    public required Centrum Centrum { get; init; }

    /// <summary>The person (<c>vo_id</c>).</summary>
    public required string Door { get; init; }

    public required DateTimeOffset Op { get; init; }

    /// <summary>Encrypted: the reason in the person's words; always there at a revision.</summary>
    public byte[]? RedenVersleuteld { get; init; }

    public static (Guid Eerste, Guid Tweede) Paar(Guid een, Guid ander) => een.CompareTo(ander) < 0 ? (een, ander) : (ander, een);

    public bool IsTussen(Guid een, Guid ander) => (EersteMeldingId, TweedeMeldingId) == Paar(een, ander);

    /// <summary>The other of the two.</summary>
    public Guid Andere(Guid meldingId) => meldingId == EersteMeldingId ? TweedeMeldingId : EersteMeldingId;

    /// <summary>The name under which the reason is encrypted: of this pair and version, so that it can't be put under another judgement.</summary>
    public static string VeldVan(Guid andereId, int versie) => string.Create(CultureInfo.InvariantCulture, $"{Velden.Herhaling}|{andereId:N}|{versie}");

    /// <summary>The reason in words; the key is that of <see cref="VanuitMeldingId"/>.</summary>
    public string? Reden(DataKey key) => RedenVersleuteld is { } versleuteld ? key.Decrypt(VeldVan(Andere(VanuitMeldingId), Versie), versleuteld) : null;
}
