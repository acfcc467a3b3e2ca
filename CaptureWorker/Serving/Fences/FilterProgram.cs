using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Serving.Fences;

/// <summary>Writes a filter of system calls in the kernel's small machine language (classic BPF).</summary>
internal sealed class FilterProgram
{
    private const ushort Load = 0x20;
    private const ushort And = 0x54;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfGreaterOrEqual = 0x35;
    private const ushort Return = 0x06;
    private const uint AllowIt = 0x7fff0000;
    private const uint RefuseIt = 0x00050000;
    private const int NumberOffset = 0;
    private const int ArchitectureOffset = 4;
    private const int ArgumentsOffset = 16;

    private readonly List<Instruction> _instructions = [];

    public IReadOnlyList<Instruction> Instructions => _instructions;

    /// <summary>Calls in the manner of another architecture have other numbers: none is let through.</summary>
    public void OnlyArchitecture(uint architecture, int error)
    {
        Add(Load, ArchitectureOffset);
        Add(JumpIfEqual, architecture, whenTrue: 1);
        Refuse(error);
        Add(Load, NumberOffset);
    }

    public void RefuseNumbersFrom(uint number, int error)
    {
        Add(JumpIfGreaterOrEqual, number, whenFalse: 1);
        Refuse(error);
    }

    public void Refuse(int number, int error)
    {
        Add(JumpIfEqual, (uint)number, whenFalse: 1);
        Refuse(error);
    }

    /// <summary>Refuses a call when some of these bits of its argument are set.</summary>
    public void RefuseWithBits(int number, int argument, uint bits, int error)
    {
        Add(JumpIfEqual, (uint)number, whenFalse: 5);
        Add(Load, Offset(argument));
        Add(And, bits);
        Add(JumpIfEqual, 0, whenTrue: 1);
        Refuse(error);
        Allow();
    }

    /// <summary>Refuses a call when none of these bits of its argument are set.</summary>
    public void RefuseWithoutBits(int number, int argument, uint bits, int error)
    {
        Add(JumpIfEqual, (uint)number, whenFalse: 5);
        Add(Load, Offset(argument));
        Add(And, bits);
        Add(JumpIfEqual, 0, whenFalse: 1);
        Refuse(error);
        Allow();
    }

    /// <summary>Refuses a call unless its argument is one of these.</summary>
    public void AllowOnly(int number, int argument, uint[] values, int error)
    {
        Add(JumpIfEqual, (uint)number, whenFalse: (byte)(values.Length + 3));
        Add(Load, Offset(argument));
        for (var at = 0; at < values.Length; at++)
        {
            Add(JumpIfEqual, values[at], whenTrue: (byte)(values.Length - at));
        }

        Refuse(error);
        Allow();
    }

    public void Allow() => Add(Return, AllowIt);

    private static uint Offset(int argument) => (uint)(ArgumentsOffset + (argument * sizeof(ulong)));

    private void Refuse(int error) => Add(Return, RefuseIt | (uint)error);

    private void Add(ushort code, uint value, byte whenTrue = 0, byte whenFalse = 0) => _instructions.Add(new Instruction(code, whenTrue, whenFalse, value));

    /// <summary>As the kernel reads it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Instruction(ushort Code, byte WhenTrue, byte WhenFalse, uint Value);
}
