using KdGen.Headers;

// One argument: a file with a line for each weights file, parted by tabs: its path, where to write, its time, then the paths that a recipe may
// call it by. A file that cannot be read does not stop a build: the text says why, and the analyzer shows it where the file is named.
if (args is not [var list])
{
    Console.Error.WriteLine("KdGen.Headers LIST: reads the headers of weights files for the build");
    return 2;
}

foreach (string line in File.ReadLines(list))
{
    if (line.Split('\t') is [var path, var output, _, .. var names])
    {
        HeaderText.Write(path, output, [.. names, path]);
    }
}

return 0;
