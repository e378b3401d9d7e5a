// Judges is two service providers that are not ours, crewjam/saml and
// russellhaering/gosaml2, each configured from a metadata file alone. It reads
// commands, one JSON object a line, and answers each with one line: configure,
// request (makes an AuthnRequest), response (judges a SAMLResponse).
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

type order struct {
	Do           string `json:"do"`
	Metadata     string `json:"metadata"`
	EntityID     string `json:"entity_id"`
	ACS          string `json:"acs"`
	Signing      string `json:"signing"`
	Binding      string `json:"binding"`
	SAMLResponse string `json:"saml_response"`
}

type answer struct {
	IDP      []string `json:"idp,omitempty"`
	URL      string   `json:"url,omitempty"`
	Form     string   `json:"form,omitempty"`
	Accepted bool     `json:"accepted"`
	NameID   string   `json:"name_id,omitempty"`
	Methods  []string `json:"methods,omitempty"`
	Why      string   `json:"why,omitempty"`
}

type judge interface {
	configure(order, []byte) (answer, error)
	request(binding string) (answer, error)
	response(encoded string) (answer, error)
}

const methodsClaim = "http://schemas.microsoft.com/claims/authnmethodsreferences"

func main() {
	var one judge
	switch name := os.Args[len(os.Args)-1]; name {
	case "crewjam":
		one = &crewjam{}
	case "gosaml2":
		one = &gosaml2{}
	default:
		fmt.Fprintln(os.Stderr, "usage: judges crewjam|gosaml2")
		os.Exit(2)
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 4<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		if err := out.Encode(obey(one, lines.Bytes())); err != nil {
			os.Exit(1)
		}
	}
}

// obey turns every refusal into an answer.
func obey(one judge, line []byte) answer {
	var asked order
	err := json.Unmarshal(line, &asked)
	var got answer
	switch {
	case err != nil:
	case asked.Do == "configure":
		var metadata []byte
		if metadata, err = os.ReadFile(asked.Metadata); err == nil {
			got, err = one.configure(asked, metadata)
		}
	case asked.Do == "request":
		got, err = one.request(asked.Binding)
	case asked.Do == "response":
		got, err = one.response(asked.SAMLResponse)
	}
	if err != nil {
		return answer{Why: err.Error()}
	}
	return got
}
