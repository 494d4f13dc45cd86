using Draaiboek.Hosting;

namespace Draaiboek.Platform.Issuer;

/// <summary>
/// A note in the user's own folder of where the issuer of an authority keeps the secrets of its demo persons, so that
/// <c>demo --gateway</c> finds them by the address alone. It holds a path and no secret; the last issuer of an address wins.
/// </summary>
internal static class IssuerPointer
{
    public static void Place(Uri authority, string dataFolder)
    {
        if (PathFor(authority) is { } path)
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
            PrivateFiles.Write(path, dataFolder);
        }
    }

    /// <summary>Takes the note away; with <paramref name="dataFolder"/> only when it still leads there, and not to a later issuer.</summary>
    public static void Remove(Uri authority, string? dataFolder = null)
    {
        if (PathFor(authority) is { } path && File.Exists(path) && (dataFolder is null || PrivateFiles.Read(path) == dataFolder))
        {
            File.Delete(path);
        }
    }

    /// <summary>The issuer's data folder; null when no issuer noted itself for the authority, or its secrets are gone.</summary>
    public static string? Find(Uri authority)
        => PathFor(authority) is { } path && PrivateFiles.Read(path) is { } folder && File.Exists(Path.Combine(folder, DemoSecrets.Bestandsnaam)) ? folder : null;

    // Null: a user without a folder of their own, as in a bare container. Who plays there says with --clients where the secrets are.
    private static string? PathFor(Uri authority)
        => DataFolders.TryDefault() is { } own
            ? Path.Combine(own, "uitgevers", Uri.EscapeDataString(authority.AbsoluteUri.TrimEnd('/')))
            : null;
}
