package db

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// disk is one that answers when it is let, with what it is given.
type disk struct {
	asked  chan struct{}
	answer chan error
}

func (d disk) sync() error {
	d.asked <- struct{}{}
	return <-d.answer
}

// onDisk is a database whose log is on the disk when that says so.
func onDisk(t *testing.T) (*DB, disk) {
	t.Helper()
	d, err := Open(t.Context(), Config{File: filepath.Join(t.TempDir(), "test.sqlite")})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec(`CREATE TABLE note (text TEXT)`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	slow := disk{asked: make(chan struct{}), answer: make(chan error)}
	d.writer.log.instead = slow.sync
	return d, slow
}

func note(d *DB, text string, ran chan<- string) chan error {
	done := make(chan error, 1)
	go func() {
		done <- d.Write(context.Background(), func(tx *Tx) error {
			_, err := tx.Exec(`INSERT INTO note (text) VALUES (?)`, text)
			ran <- text
			return err
		})
	}()
	return done
}

func notes(d *DB, seen chan<- int64) chan error {
	done := make(chan error, 1)
	go func() {
		done <- d.Read(context.Background(), func(tx *Tx) error {
			n, err := Count(tx, `SELECT COUNT(*) FROM note`)
			seen <- n
			return err
		})
	}()
	return done
}

func waits(t *testing.T, what string, done chan error) {
	t.Helper()
	for range 1000 {
		runtime.Gosched()
	}
	select {
	case err := <-done:
		t.Errorf("%s was told before the disk had it: %v", what, err)
		done <- err
	default:
	}
}

func TestNobodyIsToldOrShownWhatIsNotOnDisk(t *testing.T) {
	t.Parallel()
	d, slow := onDisk(t)
	ran, seen := make(chan string, 8), make(chan int64, 8)
	first := note(d, "first", ran)
	<-ran
	<-slow.asked
	second := note(d, "second", ran)
	if text := <-ran; text != "second" { // it is run while the disk is at work
		t.Fatal(text)
	}
	reader := notes(d, seen)
	if n := <-seen; n != 1 {
		t.Errorf("%d notes are read, want the first alone", n)
	}
	if n, err := Glance(t.Context(), d, func(tx *Tx) (int64, error) { return Count(tx, `SELECT COUNT(*) FROM note`) }); n != 1 || err != nil {
		t.Errorf("a glance sees %d notes, %v", n, err)
	}
	waits(t, "the first writer", first)
	waits(t, "the second writer", second)
	waits(t, "the reader", reader)
	slow.answer <- nil
	for _, done := range []chan error{first, reader} {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	<-slow.asked
	waits(t, "the second writer", second)
	slow.answer <- nil
	if err := <-second; err != nil {
		t.Error(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

func TestOnceTheDiskHasRefusedNothingIsWrittenOrRead(t *testing.T) {
	t.Parallel()
	d, slow := onDisk(t)
	ran, seen := make(chan string, 8), make(chan int64, 8)
	lost := note(d, "lost", ran)
	<-ran
	<-slow.asked
	waiting := note(d, "waiting", ran)
	<-ran
	reader := notes(d, seen)
	<-seen
	full := errors.New("no space left")
	slow.answer <- full
	later, after := note(d, "later", ran), notes(d, seen)
	for what, done := range map[string]chan error{"whose work it was": lost, "who came meanwhile": waiting, "who read it": reader, "who came later": later, "who read later": after} {
		if err := <-done; !errors.Is(err, full) || !strings.Contains(err.Error(), "started anew") {
			t.Errorf("%s is told %v", what, err)
		}
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}
