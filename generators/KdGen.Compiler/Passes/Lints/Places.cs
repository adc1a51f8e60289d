using System.Collections.Generic;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Passes.Lints;

/// <summary>The classes of a model, each at each of its places. Another assembly's are left out: what could be better there is not this one's to change.</summary>
internal static class Places
{
    public static IReadOnlyList<ShapedClass> Of(ShapedClass model)
    {
        List<ShapedClass> places = [];
        HashSet<ShapedClass> seen = new(new SamePlace());
        Visit(model);
        return places;

        void Visit(ShapedClass place)
        {
            if (place.Declaration.IsForeign || !seen.Add(place))
            {
                return;
            }

            places.Add(place);
            foreach (Step step in place.Steps)
            {
                switch (step)
                {
                    case Step.Child child:
                        Visit(child.Class);
                        break;
                    case Step.Repeat repeat:
                        foreach (ShapedClass block in repeat.Blocks)
                        {
                            Visit(block);
                        }

                        break;
                }
            }
        }
    }
}
