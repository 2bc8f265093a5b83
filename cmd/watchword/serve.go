package main

import (
	"errors"
	"fmt"

	"watchword/internal/outbox"
	"watchword/internal/server"
)

type serveCommand struct {
	place
	Listen          string `help:"Address to serve on." default:"127.0.0.1:8080" env:"WATCHWORD_LISTEN" placeholder:"ADDR"`
	Origin          string `help:"The address people use, for example https://csas.example.police.uk." env:"WATCHWORD_ORIGIN" placeholder:"URL"`
	BehindProxy     bool   `help:"A proxy of yours adds the client's address to X-Forwarded-For." env:"WATCHWORD_BEHIND_PROXY"`
	APIPerMinute    int    `help:"API requests that one account may send in a minute." default:"6000" env:"WATCHWORD_API_PER_MINUTE" placeholder:"N"`
	PublicPerMinute int    `help:"API requests that one address may send in a minute without an account." default:"600" env:"WATCHWORD_PUBLIC_PER_MINUTE" placeholder:"N"`
	Mail            string `help:"Mail server that messages are sent by, smtp://name:password@host:587 or smtps://…:465. Set it in the environment." env:"WATCHWORD_MAIL" placeholder:"URL"`
	MailFrom        string `help:"The address that mail comes from." env:"WATCHWORD_MAIL_FROM" placeholder:"ADDR"`
	NotifyKey       string `help:"API key of GOV.UK Notify, in place of a mail server. Set it in the environment." env:"WATCHWORD_NOTIFY_KEY" placeholder:"KEY"`
	NotifyTemplate  string `help:"Identity of the e-mail template of GOV.UK Notify, with ((subject)), ((body)) and ((link))." env:"WATCHWORD_NOTIFY_TEMPLATE" placeholder:"ID"`
	NotifyURL       string `help:"Where GOV.UK Notify is served, if elsewhere." env:"WATCHWORD_NOTIFY_URL" placeholder:"URL"`
	Log             string `help:"Form of the log: text or json." enum:"text,json" default:"text" env:"WATCHWORD_LOG"`
}

// Help is the example.
func (serveCommand) Help() string {
	return examples(
		"watchword serve --data /var/lib/watchword --origin https://csas.example.police.uk --behind-proxy",
		"watchword serve --database postgres://watchword@db.internal/watchword --data /var/lib/watchword")
}

// Run serves until the process is told to stop.
func (s *serveCommand) Run(c *console) error {
	if err := s.named(); err != nil {
		return err
	}
	if err := s.there(); err != nil {
		return err
	}
	config := s.config()
	config.Listen, config.Origin, config.BehindProxy = s.Listen, s.Origin, s.BehindProxy
	config.APIPerMinute, config.PublicPerMinute = s.APIPerMinute, s.PublicPerMinute
	config.Messages = outbox.Config{Mail: s.Mail, From: s.MailFrom, NotifyKey: s.NotifyKey, NotifyTemplate: s.NotifyTemplate, NotifyURL: s.NotifyURL}
	config.Log = logger(c.err, s.Log)
	srv, err := server.New(c.ctx, config)
	if err != nil {
		return explained(err)
	}
	fmt.Fprintf(c.out, "Watchword serves on %s\n", srv.URL())
	return errors.Join(srv.Run(c.ctx), srv.Close())
}
