package main

import "runtime/debug"

type versionCommand struct{}

// Help is the example.
func (versionCommand) Help() string {
	return examples("watchword version")
}

// Run prints the version, as the build has it.
func (versionCommand) Run(c *console) error {
	version, revision := "not built from a release", ""
	if b, ok := debug.ReadBuildInfo(); ok {
		if b.Main.Version != "" && b.Main.Version != "(devel)" {
			version = b.Main.Version
		}
		for _, s := range b.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value
			}
		}
		version += revision + " " + b.GoVersion
	}
	c.say("watchword %s", version)
	return nil
}
