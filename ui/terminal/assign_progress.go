package terminal

import (
	"sync"
	"time"

	"backupsso/graph/setup"
)

// liveProgress tells how far people are let in: on a live terminal in the status
// line, with the time that is left and, in a pause, the seconds until the next try;
// elsewhere in a line now and then.
type liveProgress struct {
	run   *run
	plan  setup.LivePlan
	began time.Time

	mu      sync.Mutex
	done    int
	total   int
	who     string
	wait    *setup.Wait
	told    time.Time // the last line on a plain output
	stopped chan struct{}
	beating sync.WaitGroup
}

// plainPause is how long a plain output stays without a line.
const plainPause = 10 * time.Second

func newLiveProgress(r *run, plan setup.LivePlan) *liveProgress {
	p := &liveProgress{run: r, plan: plan, began: r.Now(), told: r.Now(), total: plan.Writes(), stopped: make(chan struct{})}
	if r.screen.live {
		p.beating.Go(p.beat)
	}
	r.screen.line("")
	return p
}

// beat renews the status line, so that the seconds run.
func (p *liveProgress) beat() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			p.mu.Lock()
			p.show()
			p.mu.Unlock()
		case <-p.stopped:
			return
		}
	}
}

func (p *liveProgress) end() {
	close(p.stopped)
	p.beating.Wait()
	p.run.screen.clear()
}

// tell takes one event.
func (p *liveProgress) tell(event setup.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if event.Exchange != nil {
		p.run.json.event(event)
		p.run.heard(event)
		return
	}
	p.run.json.liveEvent(event, p.plan)
	p.done, p.total = event.Made, event.Total
	p.run.made, p.run.total = event.Made, event.Total
	if event.State != setup.Waiting {
		p.wait = nil
	}
	switch {
	case event.State == setup.Waiting:
		p.waits(event.Wait)
	case event.Row > 0 && event.State == setup.Started:
		p.who = p.plan.Rows[event.Row-1].Asked
	case event.Row > 0 && event.State == setup.Failed:
		p.run.screen.styled(bad, "  ! "+p.plan.Rows[event.Row-1].Asked+": "+p.run.words.Say("problem."+string(event.Problem.Kind)+".what", factsOf(event.Problem)))
	}
	p.show()
	if !p.run.screen.live && p.run.Now().Sub(p.told) >= plainPause {
		p.line()
	}
}

// waits tells of a pause: at once on a plain output.
func (p *liveProgress) waits(wait *setup.Wait) {
	again := p.wait != nil && p.wait.Reason == wait.Reason
	p.wait = wait
	if !p.run.screen.live && !again {
		p.line()
	}
}

func (p *liveProgress) line() {
	p.told = p.run.Now()
	p.run.screen.line("  " + p.text())
}

func (p *liveProgress) show() { p.run.screen.now(p.text()) }

func (p *liveProgress) text() string {
	words := p.run.words
	text := words.Say("terminal.assign.progress", facts{"Done": words.Number(p.done), "Total": words.Number(p.total)})
	now := p.run.Now()
	if p.wait != nil {
		if left := p.wait.Next.Sub(now); left > 0 {
			text += ", " + words.Say("terminal.assign.pause", facts{"Time": p.span(left)})
		}
		return text + "  " + words.Say("wait."+p.wait.Reason)
	}
	const enough = 20 // rows, before their speed says anything
	if p.done >= enough && p.done < p.total {
		left := time.Duration(float64(now.Sub(p.began)) / float64(p.done) * float64(p.total-p.done))
		text += ", " + words.Say("terminal.assign.left", facts{"Time": p.span(left)})
	}
	return text + "  " + p.who
}

// span is a time in whole seconds or minutes.
func (p *liveProgress) span(d time.Duration) string {
	if d > 90*time.Second {
		return p.run.words.Count("terminal.assign.minutes", int((d+30*time.Second)/time.Minute))
	}
	return p.run.words.Count("terminal.assign.seconds", max(1, int((d+time.Second/2)/time.Second)))
}

// tellOut shows how far people are let out again, as a part of an undo.
func (r *run) tellOut() func(setup.Event) {
	waits, told := r.tellWaits(), r.Now()
	return func(event setup.Event) {
		waits(event)
		if event.Step != setup.StepPeople || event.Total == 0 || event.State != setup.Started {
			return
		}
		text := r.words.Say("terminal.assign.progress", facts{"Done": r.words.Number(event.Made), "Total": r.words.Number(event.Total)})
		r.screen.now(text)
		if !r.screen.live && r.Now().Sub(told) >= plainPause {
			told = r.Now()
			r.screen.line("  " + text)
		}
	}
}

// tellReading shows how far the looking up of people has come.
func (r *run) tellReading() func(setup.Event) {
	waits := r.tellWaits()
	return func(event setup.Event) {
		if event.Step == setup.StepPeople && event.State == setup.Started && event.Total > 0 {
			r.screen.now(r.words.Say("terminal.assign.reading", facts{"Done": r.words.Number(event.Made), "Total": r.words.Number(event.Total)}))
			return
		}
		waits(event)
	}
}
