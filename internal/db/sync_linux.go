package db

import (
	"os"
	"syscall"
)

// syncData brings what was written to f to disk, with its length and without what no
// reader needs, such as when it was last changed.
func syncData(f *os.File) error {
	for {
		if err := syscall.Fdatasync(int(f.Fd())); err != syscall.EINTR {
			return os.NewSyscallError("fdatasync", err)
		}
	}
}
