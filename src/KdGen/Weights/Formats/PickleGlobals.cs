namespace KdGen.Weights.Formats;

/// <summary>Which names of Python's a checkpoint may mention. A name is never looked up, so this is a warning to the user, not the fence.</summary>
internal static class PickleGlobals
{
    private static readonly HashSet<string> harmlessBuiltins =
    [
        "set", "frozenset", "list", "dict", "tuple", "int", "float", "complex", "str", "unicode", "long", "bool", "bytes", "bytearray", "slice", "range", "xrange", "object",
    ];

    /// <summary>Modules (with all below them) that run programs or code, open files or connections, or get at the running program.</summary>
    private static readonly HashSet<string> dangerousModules =
    [
        "os", "posix", "nt", "posixpath", "ntpath", "subprocess", "commands", "popen2", "sys", "shutil", "socket", "ssl", "ctypes", "_ctypes", "importlib", "imp", "runpy",
        "pickle", "_pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "code", "codeop", "pty", "tty", "webbrowser", "asyncio", "multiprocessing",
        "threading", "_thread", "thread", "signal", "pip", "pkgutil", "zipimport", "pdb", "bdb", "timeit", "cProfile", "profile", "trace", "doctest", "unittest", "tempfile",
        "glob", "io", "_io", "fileinput", "linecache", "urllib", "urllib2", "http", "httplib", "requests", "ftplib", "smtplib", "telnetlib", "xmlrpc", "socketserver",
        "operator", "_operator", "inspect", "gc", "atexit", "site", "setuptools", "distutils", "venv", "ensurepip", "idlelib", "lib2to3", "platform", "resource",
    ];

    private static readonly HashSet<string> dangerousNames =
    [
        "torch.load", "torch.compile", "torch.jit.load", "torch.serialization.load", "torch.storage._load_from_bytes", "numpy.load", "numpy.fromfile", "numpy.memmap",
        "numpy.testing._private.utils.runstring", "functools.reduce", "types.FunctionType", "types.CodeType", "types.MethodType", "types.LambdaType",
    ];

    private static readonly string[] dangerousPrefixes = ["torch.hub.", "torch.utils.cpp_extension.", "torch.multiprocessing.", "torch.package."];

    /// <summary>Whether no honest checkpoint mentions the name.</summary>
    public static bool IsDangerous(PickleGlobal global)
    {
        string root = global.Module.Split('.', 2)[0];
        if (root is "builtins" or "__builtin__")
            return !harmlessBuiltins.Contains(global.Name);
        string name = global.ToString();
        return dangerousModules.Contains(root) || dangerousNames.Contains(name) || Array.Exists(dangerousPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>The element type of a storage class; null for one of bytes. False where it is no storage class.</summary>
    public static bool IsStorage(PickleGlobal global, out ElementType? type)
    {
        type = null;
        if (global.Module is not ("torch" or "torch.cuda" or "torch.storage"))
            return false;
        type = ElementTypes.FromStorageClass(global.Name);
        return type is not null || global.Name is "UntypedStorage" or "_UntypedStorage";
    }
}
