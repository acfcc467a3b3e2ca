namespace OrleansFrames.Api.Operations;

/// <summary>The routes of an operation that was mapped.</summary>
internal sealed class OperationRoute
{
    private readonly List<IEndpointConventionBuilder> _endpoints = [];

    public void Add(IEndpointConventionBuilder endpoint) => _endpoints.Add(endpoint);

    /// <summary>Tells the document what a success says.</summary>
    /// <typeparam name="TAnswer">The body.</typeparam>
    /// <param name="summary">One sentence on what the operation does.</param>
    public void Answers<TAnswer>(string summary) => Describe(new(typeof(TAnswer), summary));

    /// <summary>Tells the document that a success says nothing but <c>duration</c>.</summary>
    /// <param name="summary">One sentence on what the operation does.</param>
    public void AnswersNothing(string summary) => Describe(new(null, summary));

    private void Describe(OperationAnswer answer) => _endpoints.ForEach(endpoint => endpoint.WithMetadata(answer));
}
