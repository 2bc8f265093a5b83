package story_test

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"watchword/internal/web/browser"
)

func TestMain(m *testing.M) {
	browser.Main(m, func() { os.RemoveAll(built) })
}

// built is the folder of the program that binary builds.
var built string

// binary is the program as people run it, built once for these tests.
var binary = sync.OnceValues(func() (string, error) {
	var err error
	if built, err = os.MkdirTemp("", "watchword-story-"); err != nil {
		return "", err
	}
	path := filepath.Join(built, "watchword")
	out, err := exec.Command("go", "build", "-o", path, "watchword/cmd/watchword").CombinedOutput()
	if err != nil {
		return "", errors.New(string(out))
	}
	return path, nil
})

// command is the program with those arguments, which ends when this process does.
func command(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatalf("the program does not build: %v", err)
	}
	c := exec.Command(path, args...)
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "WATCHWORD_") {
			c.Env = append(c.Env, e)
		}
	}
	return c
}

// watchword runs a command of the program to its end, and tells what it said and its
// exit code.
func watchword(t testing.TB, args ...string) (string, int) {
	t.Helper()
	out, err := command(t, args...).CombinedOutput()
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended):
		return string(out), ended.ExitCode()
	case err != nil:
		t.Fatal(err)
	}
	return string(out), 0
}

// process is watchword serve, running.
type process struct {
	url  string
	cmd  *exec.Cmd
	said *bytes.Buffer // on standard error
	up   chan string   // its address, when it serves; closed when it ends without
	gone chan struct{}
	once sync.Once
}

// launch starts watchword serve on a free port and does not wait for it.
func launch(t testing.TB, args ...string) *process {
	t.Helper()
	p := &process{cmd: command(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...), said: &bytes.Buffer{}, up: make(chan string, 1), gone: make(chan struct{})}
	p.cmd.Stderr = p.said
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	go func() {
		defer close(p.gone)
		defer close(p.up)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if url, ok := strings.CutPrefix(lines.Text(), "Watchword serves on "); ok {
				p.up <- url
			}
		}
		p.cmd.Wait() // how it ended is seen by what it left
	}()
	return p
}

// serve starts watchword serve and waits until it serves.
func serve(t testing.TB, args ...string) *process {
	t.Helper()
	p := launch(t, args...)
	p.wait(t)
	return p
}

func (p *process) wait(t testing.TB) {
	t.Helper()
	select {
	case url, ok := <-p.up:
		if !ok {
			t.Fatalf("the program ends without serving: %s", p.said)
		}
		p.url = url
	case <-time.After(time.Minute):
		t.Fatal("the program does not serve within a minute")
	}
}

// kill ends the process as a power cut would, and waits until it is gone.
func (p *process) kill() {
	p.once.Do(func() { p.cmd.Process.Signal(syscall.SIGKILL) })
	<-p.gone
}
