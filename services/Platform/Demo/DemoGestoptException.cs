namespace Draaiboek.Platform.Demonstratie;

/// <summary>The demo cannot go on: no platform, no token, no figures. The message is for whoever started it, in Dutch.</summary>
internal sealed class DemoGestoptException(string message) : Exception(message);
