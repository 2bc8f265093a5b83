package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Missing is why there is no PostgreSQL to test on.
const Missing = "needs PostgreSQL"

var (
	once    sync.Once
	address string
	failed  error
)

// postgres is the address of the server, started at the first call in this test
// binary and ended with it.
func postgres(t testing.TB) string {
	t.Helper()
	once.Do(func() {
		if address = os.Getenv("WATCHWORD_TEST_POSTGRES"); address == "" {
			address, failed = start()
		}
	})
	if failed != nil {
		t.Skip(Missing + ": " + failed.Error())
	}
	return address
}

// binaries is the folder of the newest PostgreSQL that Debian installed.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", errors.New("none installed under /usr/lib/postgresql")
	}
	sort.Strings(found)
	return filepath.Dir(found[len(found)-1]), nil
}

// start makes a cluster in a temporary folder and starts it. The server ends when
// this process does, however that happens.
func start() (string, error) {
	bin, err := binaries()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "watchword-pg-")
	if err != nil {
		return "", err
	}
	attr, err := unprivileged(dir)
	if err != nil {
		return "", err
	}
	run := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(filepath.Join(bin, name), args...)
		c.Dir, c.SysProcAttr = dir, attr
		return c
	}
	data := filepath.Join(dir, "data")
	if out, err := run("initdb", "-D", data, "-U", "watchword", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync").CombinedOutput(); err != nil {
		return "", fmt.Errorf("initdb: %s", out)
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	server := run("postgres", "-D", data, "-p", strconv.Itoa(port), "-k", dir, "-c", "listen_addresses=127.0.0.1",
		"-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "fsync=off")
	if err := server.Start(); err != nil {
		return "", err
	}
	go func() { server.Wait(); os.RemoveAll(dir) }()
	url := fmt.Sprintf("postgres://watchword@127.0.0.1:%d/postgres", port)
	return url, wait(url)
}

// unprivileged makes the server run as the user postgres when this process is
// root, since PostgreSQL refuses root, and end with this process.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if os.Getuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(dir, uid, gid)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func wait(url string) error {
	pool, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	defer pool.Close()
	for range 200 {
		if err = pool.PingContext(context.Background()); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}
