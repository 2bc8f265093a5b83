package server

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"watchword/internal/account"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/outbox"
)

// Config is the settings of the program. Its zero value needs one of Data and Database;
// all else has a usual value.
type Config struct {
	// Data is the folder of the SQLite file and of secret.key.
	Data string
	// Database is a postgres:// address; when set, Data holds only secret.key, and is
	// not needed if Secret is given.
	Database string
	// Secret is the installation's secret as 64 hexadecimal digits; empty: secret.key.
	Secret string
	// Upgrade brings an older schema up to this version at the start.
	Upgrade bool
	// Listen is the address to serve on; empty: 127.0.0.1:8080.
	Listen string
	// Origin is the address people use, for example https://csas.example.police.uk;
	// empty: http:// and the address served on. With https, cookies are sent over
	// nothing else.
	Origin string
	// BehindProxy says that a proxy of ours stands before the program and adds the
	// client's address as the last one of X-Forwarded-For.
	BehindProxy bool
	// Accounts says how long sessions and links last.
	Accounts account.Config
	// APIPerMinute is how many API requests one account may send in a minute; 0: 6,000.
	APIPerMinute int
	// PublicPerMinute is how many one address may send without an account; 0: 600.
	PublicPerMinute int
	// Messages says how e-mail is sent; its zero value sends nothing.
	Messages outbox.Config
	// Clock is nil but in tests and in the making of the demo county: the machine's own.
	Clock clock.Clock
	// Fleeting is as in db.Config: for data that can be made again, while it is made.
	Fleeting bool
	// Log is nil for no log.
	Log *slog.Logger
}

// ErrSetting wraps an error in a setting itself, which no data could mend.
type ErrSetting struct{ error }

// DatabaseFile is the name of the SQLite file in the data folder.
const DatabaseFile = "watchword.sqlite"

func (c Config) filled() (Config, error) {
	if c.Data == "" && c.Database == "" {
		return c, ErrSetting{errors.New("no data named: give a folder with --data, or a PostgreSQL database with --database")}
	}
	if c.Listen == "" {
		c.Listen = "127.0.0.1:8080"
	}
	if err := listenable(c.Listen); err != nil {
		return c, ErrSetting{err}
	}
	if c.Origin != "" {
		u, err := url.Parse(c.Origin)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" {
			return c, ErrSetting{errors.New("the origin is the address people use, without a path, for example https://csas.example.police.uk")}
		}
		c.Origin = u.Scheme + "://" + u.Host
	}
	if c.Clock == nil {
		c.Clock = clock.Wall{}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

// listenable returns an error unless that is an address that could be served on.
func listenable(address string) error {
	_, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil {
		return fmt.Errorf("%s is no address to serve on: name a host and a port, for example 127.0.0.1:8080, or :8080 for every address of the machine", address)
	}
	return nil
}

// database is what to open.
func (c Config) database() (db.Config, error) {
	if c.Database != "" {
		return db.Config{URL: c.Database}, nil
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return db.Config{}, err
	}
	return db.Config{File: filepath.Join(c.Data, DatabaseFile), Fleeting: c.Fleeting}, nil
}
