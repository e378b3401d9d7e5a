// Command licences lists the modules that are linked into backupsso on Linux,
// Windows and macOS with their licences: assets/docs/licences.md. With -texts it
// prints the licences themselves, which packages bring along.
//
// Promises: what is listed is what the linker gets, tests and tools left out; a
// licence that is not known is an error. Limits: it needs the go command and the
// module cache; fonts and drawings inside modules stand in the page by hand.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	texts := flag.Bool("texts", false, "print the texts of all licences")
	flag.Parse()
	if err := write(os.Stdout, *texts); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func write(to io.Writer, texts bool) error {
	modules, err := linked()
	if err != nil {
		return err
	}
	if texts {
		return writeTexts(to, modules)
	}
	_, err = io.WriteString(to, page(modules))
	return err
}
