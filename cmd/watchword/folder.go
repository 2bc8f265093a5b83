package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"

	"watchword/internal/server"
)

// there is nil if the folder holds a database. A name misspelt must not begin a new one.
func (p place) there() error {
	if p.Database != "" {
		if _, err := os.Stat(p.Data); p.Data != "" && errors.Is(err, fs.ErrNotExist) {
			return errUsage{fmt.Errorf("there is no folder %s: name the one that holds secret.key", p.Data)}
		}
		return nil
	}
	if err := p.whole(); err != nil {
		return err
	}
	_, err := os.Stat(filepath.Join(p.Data, server.DatabaseFile))
	if errors.Is(err, fs.ErrNotExist) {
		return errUsage{fmt.Errorf("there is no data in %s: name the folder that holds %s, or begin with watchword user add --new-force", p.Data, server.DatabaseFile)}
	}
	return explained(err)
}

// restoring is how the folders begin in which restore works.
const restoring = "restoring-"

// whole is nil unless a restore was broken off before it put the database in its place.
func (p place) whole() error {
	if p.Database != "" {
		return nil
	}
	left, err := filepath.Glob(filepath.Join(p.Data, restoring+"*"))
	if err != nil || len(left) == 0 {
		return err
	}
	if _, err := os.Stat(filepath.Join(p.Data, server.DatabaseFile)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("a restore into %s was broken off before its end: run watchword restore again. What was there before, if anything, is kept in a folder there whose name begins with before-", p.Data)
	}
	return nil
}

// explained is an error of opening data with what to do about it.
func explained(err error) error {
	if err == nil {
		return nil
	}
	if mend := mendOf(err); mend != "" {
		return fmt.Errorf("%s. To mend it: %s", oneLine(err), mend)
	}
	return err
}

// oneLine is an error on one line.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// Result codes of SQLite that have a mend of their own.
const (
	sqlitePerm     = 3
	sqliteBusy     = 5
	sqliteReadOnly = 8
	sqliteCorrupt  = 11
	sqliteFull     = 13
	sqliteCantOpen = 14
	sqliteNoDB     = 26
)

// mendOf is what to do about data that cannot be opened; empty where the error says it.
func mendOf(err error) string {
	var coded interface {
		error
		Code() int
	}
	if errors.As(err, &coded) {
		switch coded.Code() & 0xff {
		case sqlitePerm, sqliteReadOnly, sqliteCantOpen:
			return "run it as the user that the program runs as, who may write in that folder, for example with sudo -u watchword"
		case sqliteCorrupt, sqliteNoDB:
			return "the file is damaged, or another program’s. Put a backup in its place with watchword restore --replace"
		case sqliteFull:
			return "free some space on the disk"
		case sqliteBusy:
			return "another program holds the file. Wait until it has ended, and try again"
		}
	}
	var unreachable *pgconn.ConnectError
	switch {
	case errors.As(err, &unreachable):
		return "start the database, or correct its address, user and passphrase in --database"
	case errors.Is(err, fs.ErrPermission):
		return "run it as the user that the program runs as, for example with sudo -u watchword"
	}
	return ""
}

// dms is the byte of the file beside a SQLite file on which each program that has it open
// holds a lock.
const dms = 128

// inUse reports whether a program has the SQLite file open.
func inUse(file string) (bool, error) {
	f, err := os.OpenFile(file+"-shm", os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart, Start: dms, Len: 1}
	err = syscall.FcntlFlock(f.Fd(), syscall.F_GETLK, &lock)
	return lock.Type != syscall.F_UNLCK, err
}

// alone keeps other restores out of the folder until it is closed, or the process ends.
func alone(dir string) (io.Closer, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, fmt.Errorf("another restore into %s is running: wait until it has ended", dir)
	}
	return f, nil
}
