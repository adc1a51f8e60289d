// The tests build the same projects and share two cores: one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
