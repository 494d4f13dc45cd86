namespace Draaiboek.GraphQL;

/// <summary>What one operation is charged, by HotChocolate's scheme (the cost specification of IBM with weights of its own).</summary>
/// <param name="FieldCost">The work: the weights of all resolvers and arguments, those under a list as often as it may be long.</param>
/// <param name="TypeCost">The size: how many objects the answer may hold, the root counted too.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct OperationCost(double FieldCost, double TypeCost);
