// libtorch's random number generator, default dtype and thread count belong to the process: tests that run beside each other would change them for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
