package setup

import (
	"strings"
	"testing"

	"backupsso/graph"
)

// TestReasonToAskHoldsForEveryQuestion: applications are asked about when none has
// the Identifier, and when more than one does. The reason must be true of both.
func TestReasonToAskHoldsForEveryQuestion(t *testing.T) {
	mine := wish().Portal.Identifier
	for name, siblings := range map[string][]graph.Application{
		"none has it":    {{ObjectID: "a", Identifiers: []string{"https://one"}}, {ObjectID: "b", Identifiers: []string{"https://two"}}},
		"two of them do": {{ObjectID: "a", Identifiers: []string{mine}}, {ObjectID: "b", Identifiers: []string{mine}}},
	} {
		if !chooseApplication(siblings, wish(), "").question {
			t.Errorf("%s: nobody is asked", name)
		}
	}
	why := readWords(t)["problem."+string(SeveralApps)+".why"]
	if !strings.Contains(why, "single one out") || strings.Contains(why, "None") {
		t.Errorf("the reason is not true of both: %q", why)
	}
}
