using CsCheck;
using EgressPipeline.Policy.Comparison.Boxes;
using EgressPipeline.Policy.Comparison.Classes;

namespace EgressPipeline.Policy.Tests.Comparison;

/// <summary>Operations on boxes are the operations on the sets of points that they stand for.</summary>
public sealed class BoxAlgebraProperties
{
    private static readonly int[] Sizes = [2, 3, 4];

    private static readonly Gen<Box> AnyBox = Gen.Select(Side(0), Side(1), Side(2), (a, b, c) => new Box([a, b, c]));

    [Fact]
    public void Subtract_RandomBoxes_LeavesThePointsOfNone() => Check.Sample(
        Gen.Select(AnyBox, AnyBox.Array[0, 4]),
        sample =>
        {
            var rest = BoxAlgebra.Subtract(sample.Item1, sample.Item2, new WorkBudget(1_000));
            Assert.Equal(Points(sample.Item1).Except(sample.Item2.SelectMany(Points)).Order(), rest.SelectMany(Points).Order());
        }, iter: 5_000);

    [Fact]
    public void And_RandomBoxes_HasThePointsOfBoth() => Check.Sample(
        Gen.Select(AnyBox.Array[0, 3], AnyBox.Array[0, 3]),
        sample => Assert.Equal(
            sample.Item1.SelectMany(Points).Intersect(sample.Item2.SelectMany(Points)).Order(),
            BoxAlgebra.And(sample.Item1, sample.Item2, new WorkBudget(1_000)).SelectMany(Points).Distinct().Order()), iter: 5_000);

    [Fact]
    public void Merge_RandomBoxes_KeepsThePointsInNoMoreBoxes() => Check.Sample(AnyBox.Array[0, 6], boxes =>
    {
        var merged = BoxAlgebra.Merge(boxes);
        Assert.Equal(boxes.SelectMany(Points).Distinct().Order(), merged.SelectMany(Points).Distinct().Order());
        Assert.True(merged.Count <= boxes.Distinct().Count());
    }, iter: 5_000);

    [Fact]
    public void NotContained_RandomBoxes_LeavesOutNothingThatReachesFurther() => Check.Sample(
        Gen.Select(AnyBox.Array[0, 4], AnyBox.Array[0, 4]),
        sample =>
        {
            var others = sample.Item2.SelectMany(Points).ToHashSet();
            var kept = BoxAlgebra.NotContained(sample.Item1, sample.Item2).SelectMany(Points);
            Assert.Subset(kept.ToHashSet(), sample.Item1.SelectMany(Points).Where(point => !others.Contains(point)).ToHashSet());
        }, iter: 5_000);

    [Fact]
    public void Subtract_BudgetSpent_SaysSo()
    {
        var budget = new WorkBudget(1);
        var corner = new Box([One(2), One(3), One(4)]);

        BoxAlgebra.Subtract(Box.Everything(3), [corner], budget);

        Assert.True(budget.IsSpent);
        Assert.False(budget.Take(0));
    }

    // Not empty; null stands for a full set, as in every box.
    private static Gen<BitSet?> Side(int field) => Gen.Int[1, (1 << Sizes[field]) - 1]
        .Select(bits => bits == (1 << Sizes[field]) - 1 ? null : BitSet.Of(Sizes[field], i => (bits >> i & 1) != 0));

    private static BitSet One(int count) => BitSet.Of(count, i => i == 0);

    private static IEnumerable<(int, int, int)> Points(Box box) =>
        from a in Enumerable.Range(0, Sizes[0])
        from b in Enumerable.Range(0, Sizes[1])
        from c in Enumerable.Range(0, Sizes[2])
        where box[0]?[a] != false && box[1]?[b] != false && box[2]?[c] != false
        select (a, b, c);
}
