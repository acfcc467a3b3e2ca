namespace OrleansFrames.Silo.Hosting;

/// <summary>Start of every URL that leaves this service.</summary>
internal interface IPublicAddress
{
    /// <summary>Absolute, without a slash at its end.</summary>
    string Current { get; }
}
