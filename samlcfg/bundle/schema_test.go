package bundle

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// schema is as much of JSON Schema as configuration.schema.json uses.
type schema struct {
	Type       string            `json:"type"`
	Const      any               `json:"const"`
	Pattern    string            `json:"pattern"`
	Properties map[string]schema `json:"properties"`
	Required   []string          `json:"required"`
	Additional *bool             `json:"additionalProperties"`
}

func (s schema) check(path string, found any) []string {
	kinds := map[string]bool{}
	switch value := found.(type) {
	case string:
		kinds["string"] = true
		if s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(value) {
			return []string{fmt.Sprintf("%s: %q does not match %s", path, value, s.Pattern)}
		}
	case bool:
		kinds["boolean"] = true
	case float64:
		kinds["integer"] = value == float64(int(value))
	case map[string]any:
		kinds["object"] = true
	}
	if !kinds[s.Type] {
		return []string{fmt.Sprintf("%s: %v is no %s", path, found, s.Type)}
	}
	if s.Const != nil && s.Const != found {
		return []string{fmt.Sprintf("%s: %v is not %v", path, found, s.Const)}
	}
	members, _ := found.(map[string]any)
	return s.checkMembers(path, members)
}

func (s schema) checkMembers(path string, members map[string]any) []string {
	var faults []string
	for _, name := range s.Required {
		if _, there := members[name]; !there {
			faults = append(faults, path+": lacks "+name)
		}
	}
	for name, value := range members {
		part, known := s.Properties[name]
		if !known {
			faults = append(faults, path+": the schema does not know "+name)
			continue
		}
		faults = append(faults, part.check(path+"."+name, value)...)
	}
	return faults
}

func published(t *testing.T, file string) schema {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../../assets/docs", filepath.Base(file)))
	if err != nil {
		t.Fatal(err)
	}
	var read schema
	if err := json.Unmarshal(raw, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

func TestOlderConfigurationsFollowTheirs(t *testing.T) {
	for folder, file := range map[string]string{"v1": "configuration.v1.schema.json", "v1-practice": "configuration.v1.schema.json",
		"v2": "configuration.v2.schema.json", "v2-practice": "configuration.v2.schema.json"} {
		var found any
		if err := json.Unmarshal(readTestdata(t, folder+"/"+ConfigurationFile), &found); err != nil {
			t.Fatal(err)
		}
		for _, fault := range published(t, file).check("configuration", found) {
			t.Errorf("%s: %s", folder, fault)
		}
	}
}

func TestConfigurationFollowsItsSchema(t *testing.T) {
	published := published(t, "configuration.schema.json")
	practice := example(t)
	practice.Practice = true
	practice.TenantName, practice.ContactName = "", ""
	for name, contents := range map[string]Contents{"real": example(t), "practice": practice, "renewal": renewal(t)} {
		var found any
		if err := json.Unmarshal(fileOf(t, contents, ConfigurationFile), &found); err != nil {
			t.Fatal(err)
		}
		for _, fault := range published.check("configuration", found) {
			t.Errorf("%s: %s", name, fault)
		}
		// The check itself must notice a change, here a missing and a foreign member.
		members := found.(map[string]any)
		delete(members, "portal")
		members["password"] = "x"
		if faults := published.check("configuration", found); len(faults) != 2 {
			t.Errorf("%s: %v", name, faults)
		}
	}
	if published.Additional == nil || *published.Additional {
		t.Error("the schema lets members in that Read refuses")
	}
}
