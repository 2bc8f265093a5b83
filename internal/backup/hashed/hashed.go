// Package hashed writes files with the SHA-256 of what they hold, and checks files against
// it.
package hashed

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
)

// File is a file with its hash.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Write passes on to a file what write writes, and returns it with its hash.
func Write(name string, to io.Writer, write func(io.Writer) error) (File, error) {
	sum := &counted{hash: sha256.New(), to: to}
	buf := bufio.NewWriterSize(sum, 64<<10)
	if err := write(buf); err != nil {
		return File{}, err
	}
	if err := buf.Flush(); err != nil {
		return File{}, err
	}
	return sum.file(name), nil
}

// ErrOther says that a file holds something else than was written.
var ErrOther = errors.New("its hash does not fit")

// Check returns ErrOther unless what r reads is what was written into the file.
func (f File) Check(r io.Reader) error {
	sum := &counted{hash: sha256.New(), to: io.Discard}
	if _, err := io.Copy(sum, r); err != nil {
		return fmt.Errorf("it cannot be read: %w", err)
	}
	if sum.file(f.Name) != f {
		return ErrOther
	}
	return nil
}

// counted hashes what it passes on.
type counted struct {
	hash hash.Hash
	size int64
	to   io.Writer
}

// Write implements io.Writer.
func (c *counted) Write(b []byte) (int, error) {
	c.hash.Write(b)
	c.size += int64(len(b))
	return c.to.Write(b)
}

func (c *counted) file(name string) File {
	return File{Name: name, Size: c.size, SHA256: hex.EncodeToString(c.hash.Sum(nil))}
}
