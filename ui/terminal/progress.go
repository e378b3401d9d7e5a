package terminal

import (
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"backupsso/graph/setup"
)

// progress tells how an Apply goes: a line for every step that ended, and what
// is waited for, on a line of its own or in the status line of a live terminal.
type progress struct {
	run *run

	mu      sync.Mutex
	step    setup.Step
	since   time.Time
	wait    *setup.Wait
	told    string // the wait that has its line already, on a plain output
	stopped chan struct{}
	beating sync.WaitGroup
}

func newProgress(r *run) *progress {
	p := &progress{run: r, stopped: make(chan struct{})}
	if r.screen.live {
		p.beating.Go(p.beat)
	}
	return p
}

// beat renews the status line, so that the seconds run.
func (p *progress) beat() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			p.mu.Lock()
			p.showStatus()
			p.mu.Unlock()
		case <-p.stopped:
			return
		}
	}
}

// end takes the status line away. The progress is not used after it.
func (p *progress) end() {
	close(p.stopped)
	p.beating.Wait()
	p.run.screen.clear()
}

// tell takes one event.
func (p *progress) tell(event setup.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.run.json.event(event)
	p.run.made, p.run.total = event.Made, event.Total
	if exchange := event.Exchange; exchange != nil {
		refused := exchange.Status >= 400 && exchange.Status < 500 && exchange.Status != http.StatusNotFound
		p.run.sent = p.run.sent || exchange.Write() && !refused
		return
	}
	switch event.State {
	case setup.Started:
		p.step, p.since, p.wait = event.Step, p.run.Now(), nil
		p.showStatus()
	case setup.Waiting:
		p.wait = event.Wait
		p.showWait(event)
	case setup.Done:
		p.showDone(event)
		p.step, p.wait = "", nil
	case setup.Failed:
		p.run.screen.styled(bad, p.head(event.Step)+": "+p.run.words.Say("terminal.outcome.failed"))
		p.step, p.wait = "", nil
	}
}

func (p *progress) showDone(event setup.Event) {
	text := p.head(event.Step) + ": " + p.run.words.Say("terminal.outcome."+string(event.Outcome))
	if event.Elapsed >= 100*time.Millisecond {
		text += " (" + p.seconds(event.Elapsed) + ")"
	}
	p.run.screen.line(text)
}

// showWait says once per reason what is waited for; a live terminal counts on.
func (p *progress) showWait(event setup.Event) {
	if event.Wait.Reason == setup.ReasonConsent {
		p.run.explainLeave("terminal.consent.more", event.Wait.Permissions)
		if slices.Contains(event.Wait.Permissions, setup.ScopeAssignments) || slices.Contains(event.Wait.Permissions, setup.ScopeUsers) {
			p.run.screen.line(p.run.words.Say("terminal.consent.without"))
		}
		p.wait = nil // what to do is told next
		return
	}
	if task := event.Wait.Task; task != nil && event.Wait.Attempt == 1 {
		p.run.showTask(*task)
		p.run.screen.line("  " + p.run.words.Say("terminal.task.until", facts{"Time": p.run.words.Clock(event.Wait.GiveUp.Local())}))
	}
	if p.run.screen.live {
		p.showStatus()
		return
	}
	name := string(event.Step) + " " + event.Wait.Reason
	if p.told == name {
		return
	}
	p.told = name
	p.run.screen.line(p.head(event.Step) + ": " + p.waitWords())
}

func (p *progress) showStatus() {
	if p.step == "" {
		return
	}
	text := p.number(p.step)
	if elapsed := p.run.Now().Sub(p.since); elapsed >= time.Second {
		text += p.seconds(elapsed) + " "
	}
	if p.wait != nil {
		text += p.waitWords()
	} else {
		text += p.run.words.Say("step." + string(p.step) + ".doing")
	}
	p.run.screen.now(text)
}

func (p *progress) waitWords() string {
	text := p.run.words.Say("wait." + p.wait.Reason)
	if p.wait.UsualTime > 0 {
		text += " " + p.run.words.Say("terminal.usually", facts{"Time": p.seconds(p.wait.UsualTime),
			"GiveUp": p.run.words.Clock(p.wait.GiveUp.Local())})
	}
	return text
}

// head names a step: its number and its title.
func (p *progress) head(step setup.Step) string {
	return p.number(step) + p.run.words.Say("step."+string(step)+".title")
}

func (p *progress) number(step setup.Step) string {
	index := slices.Index(setup.Steps(), step)
	if index < 0 {
		return ""
	}
	return p.run.words.Say("terminal.step-number", facts{"Number": strconv.Itoa(index + 1), "Total": len(setup.Steps())}) + " "
}

func (p *progress) seconds(d time.Duration) string {
	if d < 10*time.Second {
		return p.run.words.Say("terminal.seconds", facts{"Seconds": strconv.FormatFloat(d.Seconds(), 'f', 1, 64)})
	}
	return p.run.words.Say("terminal.seconds", facts{"Seconds": strconv.Itoa(int(d.Seconds()))})
}
