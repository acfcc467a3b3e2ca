namespace LibVLCSharp.Shared;

public class VLCException : Exception
{
    public VLCException(string message = "")
        : base(message)
    {
    }

    public VLCException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
