using System.Security.Cryptography;
using System.Text;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Draaiboek.Meldingen;

/// <summary>What came in: recognised, and encrypted piece by piece.</summary>
internal sealed record OntvangenBijlage(Guid Id, Bijlagetype Type, int Grootte, Bijlagegegevens Gegevens, IReadOnlyList<byte[]> Delen);

/// <summary>
/// The body of <see cref="VoegBijlageToe"/>: a form with one file. All of it is received before the command begins, so a slow line holds no lock and no connection,
/// and it is encrypted as it comes: unencrypted there is never more of it than a few pieces, in memory.
/// </summary>
internal sealed class BijlageUpload : IBody
{
    public const string Veld = "bestand";

    private const string WatMag = "is geen PDF, JPEG, PNG, WebP of HEIC, of is niet volledig; bewaar een ander soort document als PDF en verstuur dat";

    private const string Afgebroken = "Het formulier stopt voor zijn einde, of de boundary in Content-Type is niet die van de inhoud.";

    private const int LangsteGrens = 70; // RFC 2046, 5.1.1

    /// <summary>Five minutes: 20 MB over 1 Mbit/s takes three.</summary>
    private static readonly TimeSpan Ontvangsttijd = TimeSpan.FromMinutes(5);

    private readonly OntvangenBijlage? _bijlage;

    private BijlageUpload(IResult refusal) => Refusal = refusal;

    private BijlageUpload(OntvangenBijlage bijlage)
    {
        _bijlage = bijlage;
        Bytes = (byte[])[.. bijlage.Gegevens.Sha256, .. Encoding.UTF8.GetBytes(bijlage.Gegevens.Naam)];
    }

    public OntvangenBijlage Bijlage => _bijlage ?? throw new InvalidOperationException("The command filter answers a body that was refused.");

    public IResult? Refusal { get; }

    /// <summary>Digest of the content, and the name: the form around them is another one each time.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public static async ValueTask<BijlageUpload> BindAsync(HttpContext http)
    {
        using var tijd = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        tijd.CancelAfter(Ontvangsttijd);
        try
        {
            var upload = await OntvangAsync(http, tijd.Token);
            if (upload.Refusal is not null)
            {
                // What is not read keeps the sender writing on a connection that closes: it would never see the refusal.
                await http.Request.Body.CopyToAsync(Stream.Null, tijd.Token);
            }

            return upload;
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return new BijlageUpload(Problems.VoorStatus(StatusCodes.Status408RequestTimeout));
        }
        catch (IOException stopt) when (stopt is not BadHttpRequestException)
        {
            // There is nothing more to read, and where the connection broke nothing more may be.
            return new BijlageUpload(Problems.Onleesbaar(Afgebroken));
        }
    }

    private static async Task<BijlageUpload> OntvangAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var services = http.RequestServices;
        var caller = Caller.From(http.User);
        var db = services.GetRequiredService<MeldingDbContext>();
        var meldingId = Guid.Parse((string)http.GetRouteValue("id")!);
        var melding = await db.Meldingen.AsNoTracking().ZichtbaarVoor(caller).SingleOrDefaultAsync(m => m.Id == meldingId, cancellationToken);
        if (melding is null)
        {
            return new BijlageUpload(Problems.NietGevonden());
        }

        if (await services.GetRequiredService<EnvelopeEncryption>().OpenKeyAsync(melding, cancellationToken) is not { } key)
        {
            return new BijlageUpload(Problems.Conflict(VoegBijlageToe.Gewist));
        }

        // With a key the answer may be one of before, when it was still possible: then the content decides.
        if (!http.Request.Headers.ContainsKey("Idempotency-Key") && await db.WaaromNietAsync(melding, 0, cancellationToken) is { } refusal)
        {
            return new BijlageUpload(refusal.ToResult());
        }

        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return new BijlageUpload(Problems.GeenFormulier(Veld));
        }

        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= LangsteGrens } grens)
        {
            return new BijlageUpload(Problems.Onleesbaar("De boundary in Content-Type ontbreekt of is te lang."));
        }

        if (await services.GetRequiredService<Uploadplaatsen>().NeemAsync(caller, cancellationToken) is not { } plaats)
        {
            http.Response.Headers.RetryAfter = "10";
            return new BijlageUpload(Problems.VoorStatus(StatusCodes.Status503ServiceUnavailable));
        }

        http.Response.RegisterForDispose(plaats);
        var upload = await LeesFormulierAsync(new MultipartReader(grens, http.Request.Body), key, services.GetRequiredService<TimeProvider>(), cancellationToken);
        if (upload.Refusal is not null)
        {
            plaats.Dispose();
        }

        return upload;
    }

    private static async Task<BijlageUpload> LeesFormulierAsync(MultipartReader formulier, DataKey key, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var deel = await formulier.ReadNextSectionAsync(cancellationToken);
            if (deel?.GetContentDispositionHeader() is not { } kop || !kop.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase) || HeaderUtilities.RemoveQuotes(kop.Name) != Veld)
            {
                return Fout($"ontbreekt: verstuur één deel, met de naam {Veld}");
            }

            // Browsers and curl write a quote in a name so.
            var naam = kop.FileNameStar.HasValue ? kop.FileNameStar.Value : HeaderUtilities.RemoveQuotes(kop.FileName).Value?.Replace("%22", "\"", StringComparison.Ordinal);
            if (string.IsNullOrEmpty(naam))
            {
                return Fout("heeft geen bestandsnaam");
            }

            var (upload, refusal) = await LeesBestandAsync(deel.Body, naam, key, Guid.CreateVersion7(time.GetUtcNow()), cancellationToken);
            if (refusal is not null)
            {
                return new BijlageUpload(refusal);
            }

            return await formulier.ReadNextSectionAsync(cancellationToken) is null
                ? new BijlageUpload(upload!)
                : Fout("is niet alleen: verstuur elk bestand in een aanvraag van zijn eigen, met niets anders in het formulier");
        }
        catch (InvalidDataException)
        {
            return new BijlageUpload(Problems.Onleesbaar("Het formulier is niet te lezen: de kop van een deel is te lang of klopt niet."));
        }
    }

    private static async Task<(OntvangenBijlage? Bijlage, IResult? Refusal)> LeesBestandAsync(Stream inhoud, string naam, DataKey key, Guid id, CancellationToken cancellationToken)
    {
        var (deel, volgende) = (new byte[Bijlagegrenzen.Deelgrootte], new byte[Bijlagegrenzen.Deelgrootte]);
        var kop = Array.Empty<byte>();
        var staart = new Staart();
        try
        {
            var aantal = await VulAsync(inhoud, deel, cancellationToken);
            if (aantal == 0)
            {
                return (null, Problems.OngeldigeInvoer(Veld, "is leeg"));
            }

            if (Bestandsherkenning.Begint(deel.AsSpan(0, aantal)) is null)
            {
                return (null, Problems.OngeldigeInvoer(Veld, WatMag));
            }

            kop = deel[..aantal];
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var delen = new List<byte[]>();
            var grootte = 0;
            while (aantal > 0)
            {
                // Which piece is the last shows only when nothing comes after it.
                var meer = aantal == deel.Length ? await VulAsync(inhoud, volgende, cancellationToken) : 0;
                grootte += aantal;
                if (grootte + meer > Bijlagegrenzen.MaxGrootte)
                {
                    return (null, Problems.TeGroot(Bijlagegrenzen.MaxGrootte));
                }

                hash.AppendData(deel, 0, aantal);
                staart.Neem(deel.AsSpan(0, aantal));
                delen.Add(key.Encrypt(Bijlagedeel.Veld(id, delen.Count + 1, laatste: meer == 0), deel.AsSpan(0, aantal)));
                (deel, volgende, aantal) = (volgende, deel, meer);
            }

            return Bestandsherkenning.Herken(kop, staart.Bytes, grootte) is { } type
                ? (new OntvangenBijlage(id, type, grootte, new Bijlagegegevens(Bestandsnaam.Schoon(naam, type), hash.GetHashAndReset()), delen), null)
                : (null, Problems.OngeldigeInvoer(Veld, WatMag));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(deel);
            CryptographicOperations.ZeroMemory(volgende);
            CryptographicOperations.ZeroMemory(kop);
            staart.Wis();
        }
    }

    private static async ValueTask<int> VulAsync(Stream inhoud, byte[] deel, CancellationToken cancellationToken)
        => await inhoud.ReadAtLeastAsync(deel, deel.Length, throwOnEndOfStream: false, cancellationToken);

    private static BijlageUpload Fout(string wat) => new(Problems.OngeldigeInvoer(Veld, wat));

    /// <summary>The last bytes of all that passed.</summary>
    private sealed class Staart
    {
        private readonly byte[] _bytes = new byte[Bestandsherkenning.Staart];
        private int _aantal;

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _aantal);

        public void Neem(ReadOnlySpan<byte> erbij)
        {
            erbij = erbij[Math.Max(0, erbij.Length - _bytes.Length)..];
            var blijft = Math.Min(_aantal, _bytes.Length - erbij.Length);
            _bytes.AsSpan(_aantal - blijft, blijft).CopyTo(_bytes);
            erbij.CopyTo(_bytes.AsSpan(blijft));
            _aantal = blijft + erbij.Length;
        }

        public void Wis() => CryptographicOperations.ZeroMemory(_bytes);
    }
}
