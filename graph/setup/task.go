package setup

import (
	"context"
	"errors"

	"backupsso/graph"
)

// TaskKind names something that only a person can do, in the admin centre. Words:
// "task.<kind>.title", ".why", ".then", and one per step.
type TaskKind string

// The tasks.
const (
	TaskCertificate TaskKind = "certificate" // make a signing certificate
	TaskAssignment  TaskKind = "assignment"  // let people use the application
)

// Task is a step in the admin centre that a flow waits for, or leaves to a person.
type Task struct {
	Kind TaskKind
	Link string // the page to do it on
}

// Steps are the keys of the sentences that say what to do, in order.
func (t Task) Steps() []string {
	if t.Kind == TaskAssignment {
		return []string{"task.assignment.step-1", "task.assignment.step-2", "task.assignment.step-3"}
	}
	return []string{"task.certificate.step-1", "task.certificate.step-2", "task.certificate.step-3"}
}

func (f *Flow) certificateTask(principal graph.ServicePrincipal) Task {
	return Task{Kind: TaskCertificate, Link: f.config.Cloud.SignOnPage(principal.ObjectID, principal.AppID)}
}

// certificateByHand waits until a person has made a signing certificate in the admin
// centre, which is the only way where Graph cannot. A run that is stopped meanwhile
// is carried on by the next one, which finds the certificate.
func (r *run) certificateByHand(ctx context.Context) error {
	known := r.seen.principal.Certificates
	task := r.flow.certificateTask(*r.seen.principal)
	byHand := wait{step: StepCertificate, reason: ReasonMadeByHand, task: &task}
	err := r.until(ctx, byHand, r.principalShows(func(p graph.ServicePrincipal) bool {
		for _, added := range newCertificates(p, known) {
			if live(added, r.flow.entraNow()) {
				r.signer = added
				return true
			}
		}
		return false
	}))
	var late *Problem
	if errors.As(err, &late) && late.Kind == WaitedTooLong {
		return &Problem{Step: StepCertificate, Kind: TaskOpen, Retry: true, Task: &task,
			Facts: map[string]string{"Minutes": late.Facts["Minutes"], "Link": task.Link}}
	}
	return err
}
