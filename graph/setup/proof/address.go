package proof

import (
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
)

// folder begins the path of every address, so that one that was left over can be
// told from other people's.
const folder = "/backupsso-proof/"

// secretSize is how much chance a path and a RelayState hold, in bytes.
const secretSize = 16

// IsAddress reports whether a Reply URL is one that this package made, on whatever
// computer.
func IsAddress(replyURL string) bool {
	parsed, err := url.Parse(replyURL)
	if err != nil || parsed.Scheme != "http" || parsed.Hostname() != "localhost" || parsed.RawQuery != "" || parsed.Fragment != "" {
		return false
	}
	if port, err := strconv.ParseUint(parsed.Port(), 10, 16); err != nil || port == 0 {
		return false
	}
	secret, ours := strings.CutPrefix(parsed.EscapedPath(), folder)
	raw, err := hex.DecodeString(secret)
	return ours && err == nil && len(raw) == secretSize
}

func addressOf(port int, secret string) string {
	return "http://localhost:" + strconv.Itoa(port) + folder + secret
}

// random returns as much chance as nobody guesses, in hex.
func random(source io.Reader) (string, error) {
	raw := make([]byte, secretSize)
	if _, err := io.ReadFull(source, raw); err != nil {
		return "", fmt.Errorf("proof: no random numbers: %w", err)
	}
	return hex.EncodeToString(raw), nil
}
