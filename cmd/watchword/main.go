// Command watchword runs a Community Safety Accreditation Scheme: it serves its pages
// and API, and does at the machine what an operator needs. One file a command.
//
// It ends with 0 when done, 1 when refused or found wrong, and 2 when used wrongly:
// endings says which is which.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"watchword/internal/fault"
	"watchword/internal/server"
)

// commands is every command, in the order of the help.
type commands struct {
	Serve      serveCommand      `cmd:"" help:"Serve the pages and the API."`
	Demo       demoCommand       `cmd:"" help:"Make a fictional county and serve it."`
	Import     importCommand     `cmd:"" help:"Bring in organisations and people from spreadsheets."`
	Verify     verifyCommand     `cmd:"" help:"Check the ledger and every register against it."`
	Checkpoint checkpointCommand `cmd:"" help:"Sign and print the ledger's checkpoint, to be kept elsewhere."`
	Proof      proofCommand      `cmd:"" help:"Check a published proof, without any data of the force."`
	Answers    answersCommand    `cmd:"" help:"Write the answers to what people ask under the Freedom of Information Act."`
	Law        lawCommand        `cmd:"" help:"List and show the powers, and ask what they allow."`
	May        mayCommand        `cmd:"" help:"Ask what a person in the register may do, there and then."`
	Settings   settingsCommand   `cmd:"" help:"List and change what a force decides for itself."`
	Force      forceCommand      `cmd:"" help:"List the forces that share the server, and say at which host each is."`
	User       userCommand       `cmd:"" help:"Add, list and end accounts, and make one-time links."`
	Token      tokenCommand      `cmd:"" help:"Make, list and end API tokens."`
	Backup     backupCommand     `cmd:"" help:"Write everything into one file, while the program runs."`
	Restore    restoreCommand    `cmd:"" help:"Verify a backup, then put it in place."`
	Export     exportCommand     `cmd:"" help:"Write everything as files that any program can read."`
	Doctor     doctorCommand     `cmd:"" help:"Check settings, schema, keys, clock, disk and ledger; name each fault and its mend."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
}

// console is where a command reads and writes.
type console struct {
	ctx context.Context
	in  io.Reader
	out io.Writer
	err io.Writer

	unsigned error // why no checkpoint could be signed over what was written
}

func (c *console) say(format string, args ...any) { fmt.Fprintf(c.out, format+"\n", args...) }

// errWrong says that a check found something wrong, which was told already.
var errWrong = errors.New("")

// errUsage wraps an error in how the command was used.
type errUsage struct{ error }

// endings is the rule of the exit codes, as the help says it. Of what is named, what the
// program itself has, or the machine, is a matter of use; what the register has is not.
const endings = "It ends with 0 when done; with 1 when refused or found wrong: what was asked is not permitted or not lawful, a check found a fault, a file has bad lines, or the register has nothing of that name; " +
	"and with 2 when used wrongly, whatever the register holds: a command, flag, role, setting or power that there is not, a value that cannot be read, something left out, or a file or folder that is not there."

// examples is how the help of a command ends: lines that can be typed as they stand.
func examples(lines ...string) string {
	return "\n\nFor example:\n\n    " + strings.Join(lines, "\n    ")
}

// explain is the help of a flag, with what it is when left out.
func explain(v *kong.Value) string {
	with := *v
	if v.HasDefault && v.Default != "" {
		with.Help += " Default: " + v.Default + "."
	}
	return kong.DefaultHelpValueFormatter(&with)
}

// asFlags tells fields that are wrong by the names of the flags that gave them, which is an
// error in how the command was used. A field is its flag's name, if names has no other.
func asFlags(err error, names map[string]string) error {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid || len(f.Fields) == 0 {
		return err
	}
	var said []string
	for _, x := range f.Fields {
		said = append(said, "--"+cmp.Or(names[x.Name], x.Name)+": "+x.Message)
	}
	return errUsage{errors.New(strings.Join(said, ". "))}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// meant is the command, as far as it was understood.
func meant(err error) string {
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil {
		if n := parse.Context.Selected(); n != nil {
			return "watchword " + strings.TrimPrefix(n.Path(), "watchword ")
		}
	}
	return "watchword"
}

// options is how the command line is read and its help is written.
func options() []kong.Option {
	return []kong.Option{kong.Name("watchword"), kong.Description("Runs a Community Safety Accreditation Scheme.\n\n" + endings), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}), kong.ValueFormatter(explain)}
}

// run is main without the process, for tests.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	exited := -1
	parser, err := kong.New(&commands{}, append(options(), kong.Writers(out, errs), kong.Exit(func(code int) { exited = code }))...)
	if err != nil {
		fmt.Fprintln(errs, "watchword:", err)
		return 2
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if exited >= 0 {
		return exited // the help was asked for
	}
	if err == nil {
		err = unknownSettings(os.Environ(), parser)
	}
	if err != nil {
		fmt.Fprintf(errs, "watchword: %v\nRun %s --help.\n", err, meant(err))
		return 2
	}
	c := &console{ctx: ctx, in: in, out: out, err: errs}
	err = k.Run(c)
	if c.unsigned != nil {
		err = errors.Join(err, c.unsigned)
	}
	var usage errUsage
	var setting server.ErrSetting
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errWrong):
		return 1
	case errors.As(err, &usage), errors.As(err, &setting):
		fmt.Fprintln(errs, "watchword:", err)
		return 2
	}
	fmt.Fprintln(errs, "watchword:", err)
	return 1
}
