// Package server serves the program: rooms.go opens its rooms as the settings say, which
// wire connects, and routes.go says which address needs which permission. It holds no rule
// of the domain.
//
// Read Rooms, then Server; routes.go is the table of addresses.
package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"watchword/internal/api"
	"watchword/internal/web"
)

// Server is the program, serving. It is safe for concurrent use.
type Server struct {
	*Rooms
	site    *web.Site
	pages   pages
	mux     *http.ServeMux
	api     *api.API
	handler http.Handler
	numbers *numbers
	lines   checkpointLines
	stop    context.CancelFunc
	running sync.WaitGroup
	http    *http.Server
	listens net.Listener
}

// New wires the program and opens its address, but does not serve yet.
func New(ctx context.Context, c Config) (*Server, error) {
	tune()
	r, err := Open(ctx, c)
	if err != nil {
		return nil, err
	}
	s, err := Serve(ctx, r)
	if err != nil {
		r.Close()
	}
	return s, err
}

// Serve opens the address for rooms already wired.
func Serve(ctx context.Context, r *Rooms) (*Server, error) {
	l, err := net.Listen("tcp", r.Config.Listen)
	if err != nil {
		return nil, fmt.Errorf("the address %s cannot be served on: %w. Name another with --listen", r.Config.Listen, err)
	}
	if r.Config.Origin == "" {
		r.Config.Origin = "http://" + l.Addr().String()
	}
	s := &Server{Rooms: r, listens: l, numbers: newNumbers()}
	s.site = web.New(web.Config{Frame: s.frame, Log: r.Config.Log, Clock: r.Clock, Origin: r.Config.Origin, BehindProxy: r.Config.BehindProxy})
	s.pages = s.makePages()
	s.api = s.operations()
	s.handler = s.handlers()
	s.http = &http.Server{Handler: s.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	s.running.Go(func() { s.Ledger.Run(background, s.report("the ledger gives out places")) })
	s.running.Go(func() { s.keep(background) })
	s.running.Go(func() { s.tend(background) })
	return s, nil
}

// URL is the address people use.
func (s *Server) URL() string { return s.Config.Origin }

// Addr is the address served on.
func (s *Server) Addr() string { return s.listens.Addr().String() }

// Handler is all that is served, for tests that need no network.
func (s *Server) Handler() http.Handler { return s.handler }

// Run serves until ctx ends, then lets requests under way finish, for at most 20
// seconds.
func (s *Server) Run(ctx context.Context) error {
	served := make(chan error, 1)
	go func() { served <- s.http.Serve(s.listens) }()
	s.Config.Log.Info("serving", "url", s.Config.Origin, "listen", s.Addr(), "database", s.DB.Name())
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	s.Config.Log.Info("stopping")
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	err := s.http.Shutdown(grace)
	if e := <-served; !errors.Is(e, http.ErrServerClosed) {
		err = errors.Join(err, e)
	}
	return err
}

// Close ends what runs in the background, signs a last checkpoint and closes the
// database. It is called after Run has returned.
func (s *Server) Close() error {
	s.stop()
	s.running.Wait()
	s.listens.Close() // closed already, if it was served on
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	s.Tick(ctx)
	return s.Rooms.Close()
}

func (s *Server) report(what string) func(error) {
	return func(err error) { s.Config.Log.Error("background", "what", what, "error", err) }
}
