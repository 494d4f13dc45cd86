using System.Globalization;
using Draaiboek.Hosting;

namespace Draaiboek.Meldingen;

/// <summary>A setting that says after how many days or years something is erased.</summary>
internal static class Bewaartermijn
{
    /// <param name="section">The section <c>Draaiboek</c>.</param>
    /// <param name="key">Of the setting, below the section.</param>
    /// <param name="gewoonlijk">When it is not set.</param>
    /// <param name="langst">The most that it may be; the least is 1.</param>
    /// <param name="errors">Gets a line when the setting is wrong; the answer is of use only when it stays empty.</param>
    public static int Read(IConfiguration section, string key, int gewoonlijk, int langst, List<string> errors)
    {
        if (section[key] is not { } text)
        {
            return gewoonlijk;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var termijn) && termijn >= 1 && termijn <= langst)
        {
            return termijn;
        }

        errors.Add($"{HostSettings.Section}:{key} moet een getal zijn van 1 tot {langst}");
        return gewoonlijk;
    }
}
