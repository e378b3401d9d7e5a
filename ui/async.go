package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// worker runs slow work off the window's goroutine and brings results back to
// it. It is the only place that starts goroutines or hops.
type worker struct {
	hop     func(func()) // runs a func on the window's goroutine, later
	sleep   func(context.Context, time.Duration) error
	running sync.WaitGroup

	mu      sync.Mutex
	pending []visit // to be made on the window's goroutine, in order
}

// visit is one func to be run on the window's goroutine while life lasts.
type visit struct {
	life context.Context
	run  func()
}

// newWorker returns the worker of a real window.
func newWorker() *worker { return &worker{hop: fyne.Do, sleep: sleepFor} }

func sleepFor(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// runAsync runs work with ctx off the window's goroutine, then calls then on it.
// When life has ended by then (the page was left, the window closed), then is not
// called: its widgets are gone. ctx is life or a child of it.
func runAsync[T any](w *worker, life, ctx context.Context, work func(context.Context) (T, error), then func(T, error)) {
	w.running.Go(func() {
		value, err := work(ctx)
		w.post(life, func() { then(value, err) })
	})
}

// ahead runs work off the window's goroutine before anybody asks for what it gives.
func ahead[T any](w *worker, work func() T) <-chan T {
	done := make(chan T, 1)
	w.running.Go(func() { done <- work() })
	return done
}

// post calls f on the window's goroutine unless life has ended when its turn
// comes. What gathers meanwhile shares one hop: the driver draws a frame between
// hops, and where OpenGL is drawn in software, a frame for each piece of news
// would lag behind the news by seconds.
func (w *worker) post(life context.Context, f func()) {
	w.mu.Lock()
	w.pending = append(w.pending, visit{life, f})
	first := len(w.pending) == 1
	w.mu.Unlock()
	if first {
		w.hop(w.drain)
	}
}

// drain makes the visits that wait, on the window's goroutine.
func (w *worker) drain() {
	w.mu.Lock()
	visits := w.pending
	w.pending = nil
	w.mu.Unlock()
	for _, v := range visits {
		if v.life.Err() == nil {
			v.run()
		}
	}
}

// after calls f on the window's goroutine once pause has gone by, unless life
// ends first.
func (w *worker) after(life context.Context, pause time.Duration, f func()) {
	w.running.Go(func() {
		if w.sleep(life, pause) == nil {
			w.post(life, f)
		}
	})
}

// every calls f on the window's goroutine once per pause until life ends.
func (w *worker) every(life context.Context, pause time.Duration, f func()) {
	w.running.Go(func() {
		for w.sleep(life, pause) == nil {
			w.post(life, f)
		}
	})
}

// wait blocks until all work has come to its end, for at most patience.
func (w *worker) wait(patience time.Duration) {
	ended := make(chan struct{})
	go func() { w.running.Wait(); close(ended) }()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-ended:
	case <-timer.C:
	}
}
