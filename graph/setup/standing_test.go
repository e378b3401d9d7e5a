package setup

import (
	"slices"
	"testing"
)

func TestWithoutEndedPractice(t *testing.T) {
	all := []Standing{
		{TenantID: "real", Identifier: "us"},
		{TenantID: "Ended", Identifier: "us", Practice: true},
		{TenantID: "runs", Identifier: "us", Practice: true},
		{TenantID: "ended", Identifier: "eu", Practice: true},
		{TenantID: "RUNS", Identifier: "eu", Practice: true},
	}
	var asked, kept []string
	left := WithoutEndedPractice(all, func(tenantID string) bool {
		asked = append(asked, tenantID)
		return tenantID == "runs"
	})
	for _, s := range left {
		kept = append(kept, s.TenantID+" "+s.Identifier)
	}
	if want := []string{"real us", "runs us", "RUNS eu"}; !slices.Equal(kept, want) {
		t.Errorf("kept %v, want %v", kept, want)
	}
	if want := []string{"Ended", "runs"}; !slices.Equal(asked, want) {
		t.Errorf("asked %v, want %v", asked, want)
	}
	if all[1].TenantID != "Ended" || len(all) != 5 {
		t.Errorf("the list that was handed in is changed: %+v", all)
	}
}
