namespace ImageMagick;

public interface IDefine
{
    MagickFormat Format { get; }

    string Name { get; }

    string Value { get; }
}

public interface IDefines
{
    IEnumerable<IDefine> Defines { get; }
}

public interface IWriteDefines : IDefines
{
    MagickFormat Format { get; }
}
