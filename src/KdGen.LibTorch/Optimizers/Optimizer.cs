using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>
        /// Changes parameters by their gradients. It holds the parameter objects themselves, so a module is moved or converted before its
        /// optimizer is made.
        /// </summary>
        public abstract partial class Optimizer : IDisposable
        {
            private protected readonly List<ParamGroup> groups = [];

            private protected Optimizer() { }

            /// <summary>The parameter groups, each with its learning rate; set <c>LearningRate</c> between steps to follow a schedule.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => groups;

            /// <summary>The parameters of all groups.</summary>
            public virtual IEnumerable<Parameter> parameters() => groups.SelectMany(group => group.Parameters);

            /// <summary>Adds parameters with options of their own; options left out are the optimizer's.</summary>
            public virtual void add_param_group(ParamGroup param_group) => groups.Add(param_group);

            /// <summary>Changes every parameter that has a gradient.</summary>
            /// <param name="closure">Computes the loss and its gradients first, or null.</param>
            /// <returns>The closure's loss, or null.</returns>
            /// <exception cref="NotSupportedException">The optimizer does not say how it steps.</exception>
            public virtual Tensor? step(Func<Tensor>? closure = null)
                => throw new NotSupportedException($"{GetType().Name} does not override step: derive from a class that does, such as SGD or Adam");

            /// <summary>Fills the gradients with zeros. (<c>Module.zero_grad</c> can take them away instead.)</summary>
            public virtual void zero_grad()
            {
                using var noGrad = no_grad();
                using var batch = ParameterBatch.WithGradients(parameters());
                batch.ZeroGradients();
            }

            /// <summary>Frees the optimizer's own tensors; the parameters stay.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the optimizer's own tensors.</summary>
            /// <param name="disposing">False only when called by a finalizer of a derived class.</param>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                FreeStates();
                groups.Clear();
            }

            private protected virtual void FreeStates() { }

            /// <summary>The options and the state of an optimizer, by reference: what a checkpoint stores.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                /// <summary>The options, one for each group.</summary>
                public List<OptimizerOptions> Options { get; } = [];

                /// <summary>The state of each parameter, group after group.</summary>
                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, the places of its parameters in <see cref="State"/>.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }

        /// <summary>Something with a learning rate that a schedule can change.</summary>
        public interface ILearningRateController
        {
            /// <summary>The learning rate of the next step.</summary>
            double LearningRate { get; set; }

            /// <summary>The learning rate that a schedule started from.</summary>
            double InitialLearningRate { get; set; }
        }

        /// <summary>Something with a momentum that a schedule can change.</summary>
        public interface IMomentum
        {
            /// <summary>The share of the last step that goes on.</summary>
            double Momentum { get; set; }
        }

        /// <summary>Something with Adam's two decay rates.</summary>
        public interface IBetas
        {
            /// <summary>The decay rates of the running mean and of the running square.</summary>
            (double, double) Betas { get; set; }
        }
    }
}
