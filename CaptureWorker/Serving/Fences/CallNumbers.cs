using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Serving.Fences;

/// <summary>Numbers of the system calls that the filter names, by architecture.</summary>
/// <param name="Kind">The kernel's number of the architecture.</param>
/// <param name="Denied">Calls that a worker has no use for: they change files, start programs, reach into other processes or into the system.</param>
/// <param name="OpenAt">Its flags are its third argument.</param>
/// <param name="Open">Its flags are its second argument; 0 where there is no such call.</param>
internal sealed record CallNumbers(uint Kind, int[] Denied, int Seccomp, int OpenAt, int Open, int MakeThread, int Socket, int Listen, int Kill, int ThreadKill)
{
    // The same everywhere: pidfd_send_signal, io_uring_setup, open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, pidfd_open, pidfd_getfd,
    // process_madvise, mount_setattr, fchmodat2, setxattrat, removexattrat.
    private static readonly int[] CommonDenied = [424, 425, 428, 429, 430, 431, 432, 433, 434, 438, 440, 442, 452, 463, 466];

    // clone3 and openat2 have their flags where no filter can see them; their callers fall back on the older ones.
    public static int[] Missing => [435, 437];

    /// <summary>Those of this process; null on an architecture that is not known.</summary>
    public static CallNumbers? Mine => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => X64(),
        Architecture.Arm64 => Arm64(),
        _ => null,
    };

    private static CallNumbers X64() => new(
        0xc000003e,
        [
            // fork, vfork, execve, truncate, rename, mkdir, rmdir, creat, link, unlink, symlink, chmod, fchmod, chown, fchown, lchown
            57, 58, 59, 76, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94,

            // ptrace, rt_sigqueueinfo, utime, mknod, pivot_root, chroot, acct, mount, umount2, swapon, swapoff, reboot, init_module, delete_module, quotactl
            101, 129, 132, 133, 155, 161, 163, 165, 166, 167, 168, 169, 175, 176, 179,

            // setxattr, lsetxattr, fsetxattr, removexattr, lremovexattr, fremovexattr, tkill, utimes, kexec_load, add_key, request_key, keyctl
            188, 189, 190, 197, 198, 199, 200, 235, 246, 248, 249, 250,

            // mkdirat, mknodat, fchownat, futimesat, unlinkat, renameat, linkat, symlinkat, fchmodat, unshare, utimensat, rt_tgsigqueueinfo, perf_event_open
            258, 259, 260, 261, 263, 264, 265, 266, 268, 272, 280, 297, 298,

            // name_to_handle_at, open_by_handle_at, setns, process_vm_readv, process_vm_writev, finit_module, renameat2, kexec_file_load, bpf, execveat, userfaultfd
            303, 304, 308, 310, 311, 313, 316, 320, 321, 322, 323,
            .. CommonDenied,
        ],
        Seccomp: 317, OpenAt: 257, Open: 2, MakeThread: 56, Socket: 41, Listen: 50, Kill: 62, ThreadKill: 234);

    private static CallNumbers Arm64() => new(
        0xc00000b7,
        [
            // setxattr to fremovexattr, mknodat, mkdirat, unlinkat, symlinkat, linkat, renameat, umount2, mount, pivot_root, truncate, chroot
            5, 6, 7, 14, 15, 16, 33, 34, 35, 36, 37, 38, 39, 40, 41, 45, 51,

            // fchmod, fchmodat, fchownat, fchown, utimensat, acct, unshare, kexec_load, init_module, delete_module, ptrace, tkill, rt_sigqueueinfo, reboot
            52, 53, 54, 55, 88, 89, 97, 104, 105, 106, 117, 130, 138, 142,

            // quotactl, add_key, request_key, keyctl, execve, swapon, swapoff, rt_tgsigqueueinfo, perf_event_open, name_to_handle_at, open_by_handle_at, setns
            60, 217, 218, 219, 221, 224, 225, 240, 241, 264, 265, 268,

            // process_vm_readv, process_vm_writev, finit_module, renameat2, bpf, execveat, userfaultfd, kexec_file_load
            270, 271, 273, 276, 280, 281, 282, 294,
            .. CommonDenied,
        ],
        Seccomp: 277, OpenAt: 56, Open: 0, MakeThread: 220, Socket: 198, Listen: 201, Kill: 129, ThreadKill: 131);
}
