//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// watched is how long a window is looked at after its start.
const watched = 2 * time.Second

// start is what one start took.
type start struct {
	first  time.Duration // to the first frame
	work   time.Duration // of processors by then, which tells more than first on a busy machine
	whole  time.Duration // to the last change of the picture
	memory int64         // bytes in memory at the end
	own    int64         // those of them that no other process could share
}

// window measures starts of both programs in turns, so that both meet the same
// machine, after one of each that does not count.
func window(out *table, work, program, bare string, runs int) error {
	on, err := openScreen(work)
	if err != nil {
		return err
	}
	defer on.close()
	names := []string{bare, program, program + " --practice"}
	all := map[string][]start{}
	for round := range runs + 1 {
		for _, name := range names {
			one, err := on.startOf(work, strings.Fields(name))
			if err != nil {
				return err
			}
			if round > 0 {
				all[name] = append(all[name], one)
			}
		}
	}
	out.text(fmt.Sprintf("Median of %d starts in turns, under Xvfb with Mesa's llvmpipe:", runs))
	out.head("Start", "Bare Fyne window", "backupsso", "Ratio", "Target", "backupsso --practice")
	for _, line := range []struct {
		what, target string
		of           func(start) int64
		unit         func(int64) string
	}{
		{"To the first frame", "1.15", func(s start) int64 { return int64(s.first) }, func(n int64) string { return milliseconds(time.Duration(n)) }},
		{"Processor time to the first frame", "", func(s start) int64 { return int64(s.work) }, func(n int64) string { return milliseconds(time.Duration(n)) }},
		{"To the last change of the picture", "", func(s start) int64 { return int64(s.whole) }, func(n int64) string { return milliseconds(time.Duration(n)) }},
		{"Memory two seconds after it", "1.25", func(s start) int64 { return s.memory }, megabytes},
		{"Of it the program's own", "", func(s start) int64 { return s.own }, megabytes},
	} {
		of := func(name string) int64 {
			var values []int64
			for _, one := range all[name] {
				values = append(values, line.of(one))
			}
			return median(values)
		}
		out.row(line.what, line.unit(of(bare)), line.unit(of(program)), ratio(float64(of(program)), float64(of(bare))), line.target, line.unit(of(names[2])))
	}
	out.end()
	return nil
}

// startOf starts a program, watches its picture, and ends it.
func (s *screen) startOf(home string, command []string) (start, error) {
	time.Sleep(300 * time.Millisecond) // the one before is gone from the screen
	program := exec.Command(command[0], command[1:]...)
	program.Env = append(os.Environ(), "DISPLAY="+s.name, "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1",
		"HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_STATE_HOME="+home, "XDG_CACHE_HOME="+home)
	begun := time.Now()
	if err := program.Start(); err != nil {
		return start{}, err
	}
	var one start
	one.first, one.whole = s.frames(begun, watched, func() { one.work = processorTime(program.Process.Pid) })
	rollup := fmt.Sprintf("/proc/%d/smaps_rollup", program.Process.Pid)
	one.memory, one.own = kilobytes(rollup, "Rss"), kilobytes(rollup, "Anonymous")
	_ = program.Process.Kill()
	_ = program.Wait() // it was killed
	if one.first == 0 || one.memory == 0 {
		return start{}, fmt.Errorf("%s showed nothing", strings.Join(command, " "))
	}
	return one, nil
}

// processorTime is what the threads of a process have used by now.
func processorTime(pid int) time.Duration {
	var sum time.Duration
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	for _, file := range threads {
		var used time.Duration
		content, _ := os.ReadFile(file) // of a thread that has ended meanwhile: nothing
		_, _ = fmt.Sscan(string(content), &used)
		sum += used
	}
	return sum
}

func kilobytes(file, name string) int64 {
	var number int64
	_, _ = fmt.Sscan(field(file, name), &number) // unreadable: 0, which startOf refuses
	return number * 1024
}
