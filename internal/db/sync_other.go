//go:build !linux

package db

import "os"

// syncData brings what was written to f to disk.
func syncData(f *os.File) error { return f.Sync() }
