package samlcfg

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// harFile is what matters of a browser's recording
// (w3c.github.io/web-performance/specs/HAR/Overview.html).
type harFile struct {
	Log *struct {
		Entries []harEntry `json:"entries"`
	} `json:"log"`
}

type harEntry struct {
	Started string `json:"startedDateTime"`
	Request struct {
		Method   string `json:"method"`
		URL      string `json:"url"`
		PostData struct {
			Text   string `json:"text"`
			Params []struct {
				Name  string `json:"name"`
				Value string `json:"value"`
			} `json:"params"`
		} `json:"postData"`
	} `json:"request"`
	Response struct {
		Content struct {
			Text     string `json:"text"`
			Encoding string `json:"encoding"`
		} `json:"content"`
	} `json:"response"`
}

// fromJSON reads a HAR file, or any other JSON with a member SAMLResponse, as
// tools that trace SAML write it.
func (d *decoder) fromJSON(text []byte) ([]byte, *DecodeProblem) {
	var har harFile
	if json.Unmarshal(text, &har) == nil && har.Log != nil {
		d.step(StepHAR)
		return d.fromHAR(har.Log.Entries)
	}
	matches := memberForm.FindAllSubmatch(text, -1)
	if len(matches) == 0 {
		// A recording that was cut off, or lines of one; & is escaped in JSON.
		if value, found := fieldValue(strings.ReplaceAll(string(text), `\u0026`, "&")); found {
			d.step(StepField)
			return d.fromValue(value)
		}
		return nil, notDecoded(DecodeNothing, string(text[:min(len(text), 100)]))
	}
	d.step(StepJSON)
	value := string(matches[len(matches)-1][1])
	var plain string
	if json.Unmarshal([]byte(`"`+value+`"`), &plain) == nil {
		value = plain
	}
	return d.fromValue(value)
}

// mostCandidates is how many responses of one recording are tried.
const mostCandidates = 20

// fromHAR takes the newest response: first out of what was posted, then out of
// the pages that were about to post one. One that cannot be read does not hide
// an older one that can.
func (d *decoder) fromHAR(entries []harEntry) ([]byte, *DecodeProblem) {
	slices.SortStableFunc(entries, func(a, b harEntry) int { return a.started().Compare(b.started()) })
	slices.Reverse(entries)
	var first *DecodeProblem
	before, tried := len(d.how), 0
	for _, find := range []func(harEntry) (value, step string){harEntry.posted, harEntry.shown} {
		for _, entry := range entries {
			value, step := find(entry)
			if value == "" || tried == mostCandidates {
				continue
			}
			tried++
			d.how = append(d.how[:before], step)
			raw, problem := d.fromValue(value)
			if problem == nil {
				return raw, nil
			}
			if first == nil {
				first = problem
			}
		}
	}
	if first == nil {
		first = notDecoded(DecodeNoneInHAR, "")
	}
	d.how = d.how[:before]
	return nil, first
}

func (e harEntry) started() time.Time {
	moment, _ := time.Parse(time.RFC3339Nano, e.Started) // without one, it is the oldest
	return moment
}

func (e harEntry) posted() (value, step string) {
	if value, found := fieldValue(e.Request.PostData.Text); found {
		return value, StepField
	}
	for _, param := range e.Request.PostData.Params {
		if strings.EqualFold(param.Name, "SAMLResponse") {
			return param.Value, StepField
		}
	}
	if value, found := fieldValue(e.Request.URL); found {
		return value, StepField
	}
	return "", ""
}

func (e harEntry) shown() (value, step string) {
	text := e.Response.Content.Text
	if e.Response.Content.Encoding == "base64" {
		decoded, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return "", ""
		}
		text = string(decoded)
	}
	if value, found := formValue(text); found {
		return value, StepPage
	}
	return "", ""
}
