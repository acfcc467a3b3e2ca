using OrleansFrames.Silo.Capture.Workers;

namespace OrleansFrames.CaptureWorker.Tests.Workers;

public sealed class CpuBudgetTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void WhatIsThereForPictures_IsTheLimitLessAllElse()
    {
        var budget = new CpuBudget(processors: 4, limitPercent: 50);
        Assert.Equal(2, budget.Capacity);

        Observe(budget, times: 50, silo: 0.3, workers: 0.9, pictures: 0.7);

        Assert.Equal(1.5, budget.Capacity, 3);
    }

    [Fact]
    public void HoweverMuchTheRestTakes_AQuarterIsLeft()
    {
        var budget = new CpuBudget(processors: 4, limitPercent: 50);

        Observe(budget, times: 50, silo: 3, workers: 1, pictures: 0);

        Assert.Equal(0.5, budget.Capacity, 3);
    }

    [Fact]
    public void WherePicturesWait_LessIsPlannedWith_UntilTheyWaitNoMore()
    {
        var budget = new CpuBudget(processors: 4, limitPercent: 50);

        Observe(budget, times: 30, silo: 0, workers: 0, pictures: 0, wait: 2);
        Assert.Equal(0.2, budget.Capacity, 3);

        Observe(budget, times: 60, silo: 0, workers: 0, pictures: 0);
        Assert.Equal(2, budget.Capacity, 3);
    }

    private static void Observe(CpuBudget budget, int times, double silo, double workers, double pictures, double wait = 0)
    {
        for (var time = 0; time < times; time++)
        {
            budget.Observe(Second, Second * silo, Second * workers, Second * pictures, Second * wait);
        }
    }
}
