namespace OrleansFrames.Architecture.Tests;

/// <summary>
/// References point one way: Api -> Grains.Interfaces &lt;- Grains &lt;- Silo, Silo -> Api, CaptureWorker -> Grains.Interfaces.
/// </summary>
public sealed class ReferenceTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "Grains.Interfaces", [] },
        { "Grains", ["Grains.Interfaces"] },
        { "Api", ["Grains.Interfaces"] },
        { "CaptureWorker", ["Grains.Interfaces"] },
        { "Silo", ["Grains.Interfaces", "Grains", "Api"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_project_names_only_the_projects_below_it(string project, string[] allowed)
    {
        var named = Repository.Project(project).Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));
        Assert.Empty(named.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public void An_assembly_uses_only_the_assemblies_below_it(string project, string[] allowed)
    {
        var used = Repository.Load(project).GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => name.StartsWith("OrleansFrames.", StringComparison.Ordinal))
            .Select(name => name["OrleansFrames.".Length..]);
        Assert.Empty(used.Except(allowed));
    }

    [Fact]
    public void The_contracts_need_the_Orleans_Sdk_and_nothing_else()
        => Assert.Equal(["Microsoft.Orleans.Sdk"], Repository.Project("Grains.Interfaces").Items("PackageReference"));

    [Fact]
    public void The_capture_worker_is_no_silo()
        => Assert.DoesNotContain(
            Repository.Project("CaptureWorker").Items("PackageReference"),
            package => package.StartsWith("Microsoft.Orleans", StringComparison.Ordinal));

    [Fact]
    public void Versions_are_central()
    {
        var own = Repository.Files(".csproj").Where(file => !file.StartsWith("standins", StringComparison.Ordinal))
            .Where(file => Repository.Text(file).Contains("PackageReference") && Repository.Text(file).Contains(" Version=\""));
        Assert.Empty(own);
    }

    [Fact]
    public void Every_project_of_the_house_is_in_the_solution()
    {
        var solution = Repository.Text("OrleansFrames.sln").Replace('\\', '/');
        var outside = from project in Repository.Files(".csproj")
                      where !project.StartsWith("standins", StringComparison.Ordinal)
                      where !solution.Contains($"\"{project}\"", StringComparison.Ordinal)
                      select project;
        Assert.Empty(outside);
    }
}
