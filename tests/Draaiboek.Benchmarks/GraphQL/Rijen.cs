using System.Text.Json;
using Draaiboek.GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Benchmarks;

internal sealed record Soort(string Code);

internal sealed record Rij([property: ID] int Id, string Naam, int Aantal, double Aandeel, Soort Soort);

/// <summary>Rows that <c>node/server.mjs</c> has too.</summary>
internal static class RijenQuery
{
    public const int Aantal = 50;

    private static readonly Rij[] Alle = [.. Enumerable.Range(1, Aantal).Select(i => new Rij(i, $"rij {i}", i * 7 % 100, i / 8.0, new Soort($"SOORT_{i % 5}")))];

    [ListSize(AssumedSize = Aantal, SlicingArguments = ["first"])]
    public static Rij[] GetRijen(int first) => Alle[..Math.Clamp(first, 0, Aantal)];
}

/// <summary>The engine as a service has it, limits and all.</summary>
internal static class RijenMetGraphQL
{
    public static Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddGraphQL(options => options.AddQueryType(typeof(RijenQuery)));
        var app = builder.Build();
        app.MapGraphQL();
        return app.RunAsync();
    }
}

/// <summary>One endpoint that knows this one question: reads the body, takes the rows, writes the bytes.</summary>
internal static class RijenMetDeHand
{
    public static Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.MapPost("/graphql", async context =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            var first = body.RootElement.GetProperty("variables").GetProperty("first").GetInt32();
            context.Response.ContentType = "application/json; charset=utf-8";
            await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter))
            {
                Write(writer, RijenQuery.GetRijen(first));
            }

            await context.Response.BodyWriter.FlushAsync();
        });
        return app.RunAsync();
    }

    private static void Write(Utf8JsonWriter writer, Rij[] rijen)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("data");
        writer.WriteStartArray("rijen");
        foreach (var rij in rijen)
        {
            writer.WriteStartObject();
            writer.WriteString("id", $"{rij.Id}");
            writer.WriteString("naam", rij.Naam);
            writer.WriteNumber("aantal", rij.Aantal);
            writer.WriteNumber("aandeel", rij.Aandeel);
            writer.WriteStartObject("soort");
            writer.WriteString("code", rij.Soort.Code);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
