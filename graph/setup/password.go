package setup

import (
	"fmt"
	"io"
	"strings"

	"backupsso/graph"
)

// newPassword draws a first password: four groups of five letters and digits
// that cannot be taken for each other, joined by hyphens. It has upper case,
// lower case, digits and a symbol, as Entra asks for, and about 115 bits.
func newPassword(random io.Reader) (graph.Secret, error) {
	const letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	const groups, each, tries = 4, 5, 100
	for range tries {
		var text strings.Builder
		for i := range groups * each {
			if i > 0 && i%each == 0 {
				text.WriteByte('-')
			}
			letter, err := drawOne(random, letters)
			if err != nil {
				return graph.Secret{}, fmt.Errorf("setup: no randomness for a password: %w", err)
			}
			text.WriteByte(letter)
		}
		if complexEnough(text.String()) {
			return graph.NewSecret(text.String()), nil
		}
	}
	return graph.Secret{}, fmt.Errorf("setup: randomness gave no usable password in %d tries", tries)
}

// drawOne draws a letter without favouring any.
func drawOne(random io.Reader, letters string) (byte, error) {
	limit := 256 - 256%len(letters)
	for tries := 0; tries < 1000; tries++ {
		var one [1]byte
		if _, err := io.ReadFull(random, one[:]); err != nil {
			return 0, err
		}
		if int(one[0]) < limit {
			return letters[int(one[0])%len(letters)], nil
		}
	}
	return 0, fmt.Errorf("setup: the source of randomness repeats itself")
}

func complexEnough(text string) bool {
	return strings.ContainsAny(text, "abcdefghijklmnopqrstuvwxyz") &&
		strings.ContainsAny(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && strings.ContainsAny(text, "0123456789")
}
