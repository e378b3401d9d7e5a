//go:build linux

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// The size of the X display that starts are measured on, in pixels.
const width, height = 1280, 800

// screen is an X display without a monitor whose picture lies in a file, so that a
// frame is seen within a millisecond and without a word to the program measured.
type screen struct {
	server *exec.Cmd
	name   string // for DISPLAY
	file   []byte // the picture with its head, as xwd writes it
	head   int
	line   int // bytes of one line of pixels
}

// openScreen starts Xvfb with its picture in folder.
func openScreen(folder string) (*screen, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer func() { _ = read.Close() }()
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height),
		"-nolisten", "tcp", "-fbdir", folder)
	server.ExtraFiles = []*os.File{write}
	if err := server.Start(); err != nil {
		return nil, fmt.Errorf("starting Xvfb: %w", err)
	}
	_ = write.Close()
	s := &screen{server: server}
	var number int
	if _, err := fmt.Fscan(io.LimitReader(read, 16), &number); err != nil {
		s.close()
		return nil, fmt.Errorf("no display named by Xvfb: %w", err)
	}
	s.name = fmt.Sprintf(":%d", number)
	if err := s.open(filepath.Join(folder, "Xvfb_screen0")); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// open maps the picture. Its head is of 4-byte numbers, the largest byte first:
// the first is the length of the head, the thirteenth the bytes of a line, the
// twentieth how many colours of 12 bytes follow.
func (s *screen) open(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if s.file, err = syscall.Mmap(int(file.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED); err != nil {
		return err
	}
	number := func(at int) int { return int(binary.BigEndian.Uint32(s.file[4*at:])) }
	s.head, s.line = number(0)+12*number(19), number(12)
	if s.head+s.line*height > len(s.file) {
		return errors.New("the picture of Xvfb is shorter than its head says")
	}
	return nil
}

// samples returns the colours of every eighth pixel of every eighth line.
func (s *screen) samples() string {
	taken := make([]byte, 0, width*height/64*3)
	for y := 0; y < height; y += 8 {
		line := s.file[s.head+y*s.line:]
		for x := 0; x < width; x += 8 {
			taken = append(taken, line[4*x:4*x+3]...)
		}
	}
	return string(taken)
}

// frames waits for the display to change, a minute at most, watches it for as long as
// told from then on, and returns when it first changed and when it last did, counted
// from since. Zero: it never did. At the first change it calls changed.
func (s *screen) frames(since time.Time, watch time.Duration, changed func()) (first, last time.Duration) {
	shown := s.samples()
	for time.Since(since) < first+watch || first == 0 && time.Since(since) < time.Minute {
		if now := s.samples(); now != shown {
			shown, last = now, time.Since(since)
			if first == 0 {
				first = last
				changed()
			}
		}
		time.Sleep(500 * time.Microsecond)
	}
	return first, last
}

func (s *screen) close() {
	_ = s.server.Process.Kill()
	_ = s.server.Wait()
	if s.file != nil {
		_ = syscall.Munmap(s.file)
	}
}
