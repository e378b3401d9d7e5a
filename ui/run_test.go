//go:build !cgo

package ui

import (
	"errors"
	"testing"
)

func TestABuildWithoutWindowSaysSo(t *testing.T) {
	err := Run(Deps{})
	if !errors.Is(err, ErrNoWindow) || err.Error() != "this build has none" {
		t.Errorf("%v", err)
	}
}
