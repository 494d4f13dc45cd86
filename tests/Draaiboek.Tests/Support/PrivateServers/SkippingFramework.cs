using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Draaiboek.Tests.Support.PrivateServers.SkippingFramework", "Draaiboek.Tests")]

namespace Draaiboek.Tests.Support.PrivateServers;

/// <summary>This version of xunit can't skip a test that has begun: a <see cref="SkipException"/> that ends one is reported as what it means.</summary>
public sealed class SkippingFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) => new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider source, IMessageSink diagnostics) : XunitTestFrameworkExecutor(assembly, source, diagnostics)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
            => base.RunTestCases(testCases, new Sink(executionMessageSink), executionOptions);
    }

    private sealed class Sink(IMessageSink next) : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message)
            => next.OnMessage(message is ITestFailed failed && failed.ExceptionTypes[0] == typeof(SkipException).FullName ? new TestSkipped(failed.Test, failed.Messages[0]) : message);
    }
}

/// <summary>Ends a test as skipped, with this reason.</summary>
internal sealed class SkipException(string reason) : Exception(reason);
