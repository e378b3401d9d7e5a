package practice

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// csdl is the published schema of Microsoft Graph v1.0, as far as it is checked.
type csdl struct {
	types map[string]*csdlType // by name without namespace
	sets  map[string]string    // entity sets and singletons -> type
	enums map[string]map[string]bool
	// actions are the parameters of bound actions by name, of all that share it.
	actions map[string]map[string]csdlProperty
}

type csdlType struct {
	name, base string
	props      map[string]csdlProperty
}

type csdlProperty struct {
	kind       string // Edm.String, graph.appRole…
	collection bool
	required   bool
	navigation bool
}

type csdlXML struct {
	Schemas []struct {
		Namespace string            `xml:"Namespace,attr"`
		Entities  []csdlTypeXML     `xml:"EntityType"`
		Complexes []csdlTypeXML     `xml:"ComplexType"`
		Enums     []csdlEnumXML     `xml:"EnumType"`
		Container *csdlContainerXML `xml:"EntityContainer"`
		Actions   []csdlActionXML   `xml:"Action"`
	} `xml:"DataServices>Schema"`
}

type csdlTypeXML struct {
	Name  string        `xml:"Name,attr"`
	Base  string        `xml:"BaseType,attr"`
	Props []csdlPropXML `xml:"Property"`
	Navs  []csdlPropXML `xml:"NavigationProperty"`
}

type csdlPropXML struct {
	Name     string `xml:"Name,attr"`
	Type     string `xml:"Type,attr"`
	Nullable string `xml:"Nullable,attr"`
}

type csdlActionXML struct {
	Name   string        `xml:"Name,attr"`
	Params []csdlPropXML `xml:"Parameter"`
}

type csdlEnumXML struct {
	Name    string        `xml:"Name,attr"`
	Members []csdlPropXML `xml:"Member"`
}

type csdlContainerXML struct {
	Sets []struct {
		Name string `xml:"Name,attr"`
		Type string `xml:"EntityType,attr"`
	} `xml:"EntitySet"`
	Singletons []csdlPropXML `xml:"Singleton"`
}

// publishedSchema reads the schema that lies beside the repository; nil when it
// is not there.
func publishedSchema(t *testing.T) *csdl {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "msgraph-v1.0.csdl"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Log("the published schema is not beside this checkout; nothing is compared with it")
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	var document csdlXML
	if err := xml.Unmarshal(raw, &document); err != nil {
		t.Fatal(err)
	}
	published := &csdl{types: map[string]*csdlType{}, sets: map[string]string{}, enums: map[string]map[string]bool{}, actions: map[string]map[string]csdlProperty{}}
	for _, s := range document.Schemas {
		if s.Namespace != "microsoft.graph" {
			continue
		}
		for _, entity := range append(s.Entities, s.Complexes...) {
			published.types[entity.Name] = readType(entity)
		}
		for _, enum := range s.Enums {
			published.enums[enum.Name] = map[string]bool{}
			for _, m := range enum.Members {
				published.enums[enum.Name][m.Name] = true
			}
		}
		for _, action := range s.Actions {
			if published.actions[action.Name] == nil {
				published.actions[action.Name] = map[string]csdlProperty{}
			}
			for name, p := range readType(csdlTypeXML{Props: action.Params}).props {
				published.actions[action.Name][name] = p
			}
		}
		if s.Container != nil {
			for _, set := range s.Container.Sets {
				published.sets[set.Name] = bare(set.Type)
			}
			for _, one := range s.Container.Singletons {
				published.sets[one.Name] = bare(one.Type)
			}
		}
	}
	return published
}

func readType(from csdlTypeXML) *csdlType {
	made := &csdlType{name: from.Name, base: bare(from.Base), props: map[string]csdlProperty{}}
	for at, p := range append(from.Props, from.Navs...) {
		kind, collection := strings.CutPrefix(p.Type, "Collection(")
		made.props[p.Name] = csdlProperty{strings.TrimSuffix(kind, ")"), collection, p.Nullable == "false", at >= len(from.Props)}
	}
	return made
}

func bare(name string) string {
	return strings.TrimPrefix(strings.TrimPrefix(name, "microsoft.graph."), "graph.")
}

func (s *csdl) property(typeName, name string) (csdlProperty, bool) {
	for s.types[typeName] != nil {
		if p, known := s.types[typeName].props[name]; known {
			return p, true
		}
		typeName = s.types[typeName].base
	}
	return csdlProperty{}, false
}

// check compares a JSON value with a type and returns what does not fit.
func (s *csdl) check(where, kind string, value any) []string {
	if value == nil {
		return nil
	}
	if name := bare(kind); s.types[name] != nil {
		members, isObject := value.(map[string]any)
		if !isObject {
			return []string{fmt.Sprintf("%s: %T is no %s", where, value, kind)}
		}
		return s.checkMembers(where, name, members)
	}
	if legal, isEnum := s.enums[bare(kind)]; isEnum {
		if text, _ := value.(string); !legal[text] {
			return []string{fmt.Sprintf("%s: %v is not in enum %s", where, value, kind)}
		}
		return nil
	}
	if !fitsEdm(kind, value) {
		return []string{fmt.Sprintf("%s: %v is no %s", where, value, kind)}
	}
	return nil
}

func (s *csdl) checkMembers(where, typeName string, members map[string]any) []string {
	if own, given := members["@odata.type"].(string); given {
		typeName = bare(strings.TrimPrefix(own, "#"))
	}
	return s.checkNamed(where, typeName, members, func(name string) (csdlProperty, bool) { return s.property(typeName, name) })
}

// checkNamed compares members with what find knows of them.
func (s *csdl) checkNamed(where, typeName string, members map[string]any, find func(string) (csdlProperty, bool)) []string {
	var wrong []string
	for name, value := range members {
		if strings.Contains(name, "@") {
			continue
		}
		p, known := find(name)
		here := where + "." + name
		switch items, isList := value.([]any); {
		case !known:
			wrong = append(wrong, here+": no such property on "+typeName)
		case p.collection && !isList:
			wrong = append(wrong, fmt.Sprintf("%s: %v is no collection", here, value))
		case p.collection:
			for at, item := range items {
				wrong = append(wrong, s.check(fmt.Sprintf("%s[%d]", here, at), p.kind, item)...)
			}
		case p.required && value == nil:
			wrong = append(wrong, here+": null, but not nullable")
		default:
			wrong = append(wrong, s.check(here, p.kind, value)...)
		}
	}
	return wrong
}

func fitsEdm(kind string, value any) bool {
	text, isText := value.(string)
	switch kind {
	case "Edm.String":
		return isText
	case "Edm.Guid":
		return guidShaped(text)
	case "Edm.Boolean":
		_, is := value.(bool)
		return is
	case "Edm.Int32":
		number, is := value.(float64)
		return is && number == float64(int32(number))
	case "Edm.DateTimeOffset":
		_, err := time.Parse(time.RFC3339, text)
		return err == nil
	case "Edm.Binary":
		_, err := base64.StdEncoding.DecodeString(text)
		return err == nil
	}
	return false
}

// checkExchange compares one traced exchange with the schema.
func (s *csdl) checkExchange(e exchange) []string {
	where := e.Method + " " + e.Path
	if e.Status >= 400 {
		return checkErrorBody(where, e)
	}
	return append(s.checkRequest(where, e), s.checkAnswer(where, e)...)
}

// checkRequest compares the body of a creation or change with its type; actions
// have parameters of their own.
func (s *csdl) checkRequest(where string, e exchange) []string {
	body, isObject := e.Request.(map[string]any)
	steps := strings.Split(contextKey.ReplaceAllString(strings.Trim(e.Path, "/"), "/key"), "/")
	typeName := s.sets[regexp.MustCompile(`\(.*`).ReplaceAllString(steps[1], "")]
	last := steps[len(steps)-1]
	parameters, isAction := s.actions[bare(last)]
	switch {
	case !isObject || typeName == "":
		return nil
	case isAction && e.Method == http.MethodPost:
		return s.checkNamed(where+" request", "action "+last, body, func(name string) (csdlProperty, bool) {
			p, known := parameters[name]
			return p, known
		})
	case last == "appRoleAssignedTo", last == "appRoleAssignments":
		typeName = "appRoleAssignment"
	case len(steps) > 3, steps[1] == "me" && len(steps) > 2:
		return nil
	}
	return s.checkMembers(where+" request", typeName, body)
}

func (s *csdl) checkAnswer(where string, e exchange) []string {
	legal := map[string][]int{"GET": {200}, "PATCH": {204}, "DELETE": {204}, "POST": {200, 201}}
	fits := strings.HasSuffix(e.Path, "/$ref") && e.Status == http.StatusNoContent
	for _, status := range legal[e.Method] {
		fits = fits || status == e.Status
	}
	if !fits {
		return []string{fmt.Sprintf("%s: status %d", where, e.Status)}
	}
	if e.Status == http.StatusNoContent || strings.HasSuffix(e.Path, "/$count") || strings.HasSuffix(e.Path, "/$batch") {
		return nil
	}
	body, isObject := e.Response.(map[string]any)
	context, _ := body["@odata.context"].(string)
	_, fragment, found := strings.Cut(context, "/$metadata#")
	if !isObject || !found {
		return []string{where + ": no @odata.context"}
	}
	typeName, single := s.contextType(fragment)
	if typeName == "" {
		return []string{where + ": @odata.context " + fragment + " names no type"}
	}
	if single {
		return s.checkMembers(where, typeName, body)
	}
	items, isList := body["value"].([]any)
	if !isList {
		return []string{where + ": no value"}
	}
	var wrong []string
	for at, item := range items {
		wrong = append(wrong, s.check(fmt.Sprintf("%s.value[%d]", where, at), typeName, item)...)
	}
	return wrong
}

var (
	contextSelect = regexp.MustCompile(`\([A-Za-z,]*\)`)
	contextKey    = regexp.MustCompile(`\('[^']*'\)`)
)

// contextType resolves the fragment of an @odata.context.
func (s *csdl) contextType(fragment string) (name string, single bool) {
	if inside, found := strings.CutPrefix(fragment, "Collection("); found {
		return strings.TrimSuffix(inside, ")"), false
	}
	if name, found := strings.CutPrefix(fragment, "microsoft.graph."); found {
		return name, true
	}
	fragment, single = strings.CutSuffix(fragment, "/$entity")
	fragment = contextSelect.ReplaceAllString(contextKey.ReplaceAllString(fragment, ""), "")
	steps := strings.Split(fragment, "/")
	name = s.sets[steps[0]]
	for _, step := range steps[1:] {
		p, _ := s.property(name, step)
		name = bare(p.kind)
	}
	return name, single
}

func checkErrorBody(where string, e exchange) []string {
	body, _ := e.Response.(map[string]any)
	content, _ := body["error"].(map[string]any)
	inner, _ := content["innerError"].(map[string]any)
	var wrong []string
	for _, name := range []string{"code", "message"} {
		if text, _ := content[name].(string); text == "" {
			wrong = append(wrong, where+": error without "+name)
		}
	}
	for _, name := range []string{"date", "request-id", "client-request-id"} {
		if text, _ := inner[name].(string); text == "" {
			wrong = append(wrong, where+": innerError without "+name)
		}
	}
	return wrong
}

// TestSchemaIsThePublishedOne compares every property of the practice schema with
// the published one.
func TestSchemaIsThePublishedOne(t *testing.T) {
	published := publishedSchema(t)
	if published == nil {
		return
	}
	own, err := parseSchema(schemaText)
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range own {
		if s.members != nil {
			for _, m := range s.members {
				if !published.enums[name][m] {
					t.Errorf("enum %s has no %s", name, m)
				}
			}
			continue
		}
		for _, p := range s.properties {
			if p.name == "id" && p.byDefault {
				continue // of graph.entity
			}
			theirs, known := published.property(name, p.name)
			kind := strings.NewReplacer("Collection(", "", ")", "", "microsoft.graph.", "graph.").Replace(p.edm())
			if !known || theirs.navigation || theirs.kind != kind || theirs.collection != p.collection || theirs.required != p.required {
				t.Errorf("%s.%s: %s (required %v) here, published %+v", name, p.name, p.edm(), p.required, theirs)
			}
		}
	}
}
