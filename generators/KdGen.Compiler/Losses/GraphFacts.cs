using System;
using System.Collections.Generic;

namespace KdGen.Compiler.Losses;

/// <summary>
/// What is known about the values of a graph, each fact worked out once: values share operands, so that asking again at every user would take as long as there are ways through the graph.
/// A value never changes, and so does nothing that is known about it.
/// </summary>
internal sealed class GraphFacts
{
    public Memo<int, bool> NotNegative { get; } = new();

    public Memo<int, bool> Positive { get; } = new();

    public Memo<int, bool> Share { get; } = new();

    public Memo<int, bool> NoPole { get; } = new();

    public Memo<int, Factors> Factors { get; } = new();

    public Memo<int, double?> Declared { get; } = new();

    public Memo<int, int?> SumsOfClasses { get; } = new();

    public Memo<(int Value, int? Weight), LinearForm> LinearForms { get; } = new();

    /// <summary>Answers that have been given.</summary>
    public sealed class Memo<TKey, TValue>
    {
        private readonly Dictionary<TKey, TValue> known = [];

        /// <summary>The answer, worked out if it is the first time.</summary>
        public TValue Of(GraphBuilder graph, TKey key, Func<GraphBuilder, TKey, TValue> find)
        {
            if (!known.TryGetValue(key, out TValue value))
            {
                value = find(graph, key);
                known[key] = value;
            }

            return value;
        }
    }
}
