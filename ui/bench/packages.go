//go:build linux

package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// measured is one benchmark of a package that the table shows.
type measured struct {
	what, folder, name, times, target string
}

func wanted() []measured {
	job := func(lag, target string) measured {
		return measured{"The whole job, sign-in to bundle, lag " + lag, "./graph/practice", "BenchmarkJob/lag=" + lag, "1x", target}
	}
	plan := func(objects string) measured {
		return measured{"Plan in a tenant of " + objects + " objects", "./graph/practice", "BenchmarkPlan/objects=" + objects, "100x", ""}
	}
	return []measured{
		{"Read and verify federation metadata", "./samlcfg", "BenchmarkVerifyMetadata", "1s", "20 ms"},
		{"Check a SAML response", "./samlcfg", "BenchmarkCheckResponse", "1s", ""},
		{"Write a bundle", "./samlcfg/bundle", "BenchmarkWrite", "1s", ""},
		{"Check a bundle", "./samlcfg/bundle", "BenchmarkCheck", "1s", ""},
		{"Read a language", "./assets/words", "BenchmarkNew", "1s", ""},
		plan("10"), plan("1000"), plan("100000"),
		job("0s", "2 s"), job("2s", "8 s"), job("20s", "62 s"), // three lags and 2 s, which assets/docs/benchmarks.md explains
		{"The same where one replica of three knows a write at once", "./graph/practice", "BenchmarkJob/replicas=3", "1x", ""},
	}
}

// packages runs the benchmarks of the packages, one at a time.
func packages(out *table) error {
	out.head("Benchmark", "Time", "Target", "Requests to Graph")
	for _, one := range wanted() {
		text, err := run([]string{"CGO_ENABLED=0"}, "go", "test", one.folder, "-run", "^$", "-bench", "^"+strings.ReplaceAll(one.name, "/", "$/^")+"$", "-benchtime", one.times)
		if err != nil {
			return err
		}
		figures, err := figuresOf(text)
		if err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
		requests := ""
		if reads, has := figures["reads"]; has {
			requests = fmt.Sprintf("%.0f reads, %.0f writes, %.0f repeated looks", reads, figures["writes"], figures["polls"])
		} else if asked, has := figures["requests"]; has {
			requests = fmt.Sprintf("%.0f", asked)
		}
		out.row(one.what, spell(time.Duration(figures["ns/op"])), one.target, requests)
	}
	out.end()
	return nil
}

// figuresOf reads the line of a benchmark: its name, how often it ran, and then
// figures with their units.
func figuresOf(text string) (map[string]float64, error) {
	for _, line := range strings.Split(text, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		figures := map[string]float64{}
		for at := 2; at+1 < len(fields); at += 2 {
			number, err := strconv.ParseFloat(fields[at], 64)
			if err != nil {
				return nil, err
			}
			figures[fields[at+1]] = number
		}
		return figures, nil
	}
	return nil, fmt.Errorf("no figures in %q", text)
}

// spell writes a time with two or three digits.
func spell(took time.Duration) string {
	switch {
	case took >= time.Second:
		return fmt.Sprintf("%.1f s", took.Seconds())
	case took >= 10*time.Millisecond:
		return milliseconds(took)
	}
	return fmt.Sprintf("%.1f ms", took.Seconds()*1000)
}
