package setup

import (
	"context"
	"errors"
	"slices"
	"strings"

	"backupsso/samlcfg"
)

// nothingTwice wants one application, one certificate and one person at most that
// the twin knows nothing of.
func (l *living) nothingTwice() {
	l.t.Helper()
	now := stateOf(l.weather.t, l.server)
	for _, kind := range []string{"applications", "users", "appRoleAssignments"} {
		made := filter(l.others.twin.madeHere(now, kind), func(id string) bool {
			// Who puts an Identifier of their own into it has taken it over.
			return len(l.others.residue[id]["identifierUris"]) == 0
		})
		if kind == "appRoleAssignments" { // to one application each
			resources := map[string]bool{}
			made = filter(made, func(id string) bool {
				again := resources[now[id]["resourceId"][0]]
				resources[now[id]["resourceId"][0]] = true
				return again
			})
			if len(made) > 0 {
				l.t.Fatalf("assigned twice: %v", made)
			}
		}
		if len(made) > 1 {
			l.t.Fatalf("%d %s were made: %v", len(made), kind, made)
		}
	}
}

// stands wants everything that was promised.
func (l *living) stands() {
	l.t.Helper()
	l.nothingTwice()
	report, err := l.session().Verify(context.Background(), l.wish)
	if err != nil {
		l.t.Fatalf("verify: %v", err)
	}
	for _, finding := range report.Findings {
		if finding.Severity == samlcfg.Fail {
			l.t.Fatalf("not as promised: %+v", finding)
		}
	}
}

// quietUndo takes everything back, and compares with what has to be left.
func (l *living) quietUndo() {
	l.t.Helper()
	const tries = 3
	var err error
	for range tries {
		err = l.undo(context.Background(), l.session())
		var problem *Problem
		if err == nil || errors.As(err, &problem) && problem.Kind == NothingToUndo {
			err = nil
			break
		}
		l.named("undo", err)
	}
	if err != nil {
		l.t.Fatalf("undo: %v", err)
	}
	now := stateOf(l.weather.t, l.server)
	if wrong := l.others.twin.differences(now); len(wrong) > 0 {
		l.t.Fatalf("undo leaves:\n%s", strings.Join(wrong, "\n"))
	}
	for _, kind := range []string{"users", "appRoleAssignments"} {
		if made := l.others.twin.madeHere(now, kind); len(made) > 0 {
			l.t.Fatalf("undo leaves %v", made)
		}
	}
	for _, kind := range []string{"applications", "servicePrincipals"} {
		if l.colleague() {
			break // who adds a certificate beside ours, in what may be left
		}
		for _, id := range l.others.twin.madeHere(now, kind) {
			if !l.usedByOthers(id, now) {
				l.t.Fatalf("undo leaves %s: %v", id, now[id])
			}
		}
	}
	l.keepsWhatOthersPutIn(now)
}

// usedByOthers reports whether something that was made here has to stay, because
// it, or its other half, holds what others put in.
func (l *living) usedByOthers(id string, now tenantState) bool {
	both := []string{id, now.half(id)}
	for other, object := range now {
		if strings.HasPrefix(other, "applications/") && slices.Equal(object["appId"], now[id]["appId"]) {
			both = append(both, other)
		}
	}
	for _, one := range both {
		for path, values := range l.others.residue[one] {
			if len(minus(values, now[one][path])) < len(values) {
				return true
			}
		}
	}
	for other, object := range now {
		_, theirs := l.others.twin[other]
		if theirs && strings.HasPrefix(other, "appRoleAssignments/") && has(object["resourceId"], strings.TrimPrefix(now.half(id), "servicePrincipals/")) {
			return true
		}
	}
	return strings.HasPrefix(id, "servicePrincipals/") && len(both) > 2 && l.usedByOthers(both[2], now)
}

// keepsWhatOthersPutIn wants an application that stays to hold it still, unless
// others took it out again.
func (l *living) keepsWhatOthersPutIn(now tenantState) {
	l.t.Helper()
	for id, object := range now {
		for path, values := range l.others.residue[id] {
			if last := values[len(values)-1]; path == "keyCredentials" && !has(object[path], last) {
				l.t.Fatalf("undo took %s out of %s", last, id)
			}
		}
	}
}
