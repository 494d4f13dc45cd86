using Xunit.Abstractions;

namespace Draaiboek.GraphQL.Tests.Reference;

/// <summary>What a test has to say beside that it passed: in its own output, and for <c>tests/run</c>, which prints it, in the folder that it names.</summary>
internal static class Report
{
    public static void Write(ITestOutputHelper output, string name, string text)
    {
        output.WriteLine(text);
        if (Environment.GetEnvironmentVariable("DRAAIBOEK_VERSLAG") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}.txt"), text.TrimEnd() + "\n");
        }
    }
}
