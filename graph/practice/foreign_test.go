package practice

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// foreignFolder holds service providers that are not ours. The script
// .ci/foreign/serviceproviders prepares them, names them in FOREIGN and runs the
// tests of this file; without it they are skipped, as they take tools and a while.
const foreignFolder = "../../.ci/foreign"

// foreignJudge is one of them, running: it takes and gives JSON, a line each.
type foreignJudge struct {
	t   *testing.T
	in  io.WriteCloser
	out *bufio.Scanner
}

type foreignAnswer struct {
	IDP      []string `json:"idp"`
	URL      string   `json:"url"`
	Form     string   `json:"form"`
	Accepted bool     `json:"accepted"`
	NameID   string   `json:"name_id"`
	Methods  []string `json:"methods"`
	Why      string   `json:"why"`
}

func foreignCommand(t *testing.T, name string) *exec.Cmd {
	t.Helper()
	if !slices.Contains(strings.Split(os.Getenv("FOREIGN"), ","), name) {
		t.Skip("run .ci/foreign/serviceproviders")
	}
	switch name {
	case "pysaml2":
		return exec.Command("/usr/bin/python3", filepath.Join(foreignFolder, "judge.py"))
	case "node-saml":
		return exec.Command("node", filepath.Join(foreignFolder, "judge.js"))
	}
	return exec.Command(filepath.Join(foreignFolder, "node_modules", ".judges"), name)
}

func startForeign(t *testing.T, name string) *foreignJudge {
	t.Helper()
	program := foreignCommand(t, name)
	program.Stderr = os.Stderr
	in, err := program.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close() // ends the program
		if err := program.Wait(); err != nil {
			t.Error(err)
		}
	})
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 4<<20)
	return &foreignJudge{t, in, lines}
}

func (j *foreignJudge) do(order map[string]string) foreignAnswer {
	j.t.Helper()
	if err := json.NewEncoder(j.in).Encode(order); err != nil {
		j.t.Fatal(err)
	}
	if !j.out.Scan() {
		j.t.Fatalf("no answer to %s: %v", order["do"], j.out.Err())
	}
	var answer foreignAnswer
	if err := json.Unmarshal(j.out.Bytes(), &answer); err != nil {
		j.t.Fatalf("%v in %s", err, j.out.Bytes())
	}
	return answer
}

func (j *foreignJudge) configure(s setUp, signing string) {
	j.t.Helper()
	file := filepath.Join(j.t.TempDir(), "metadata.xml")
	document := fetchMetadata(j.t, s.Info().Login+"/"+s.Info().TenantID+"/federationmetadata/2007-06/federationmetadata.xml?appid="+s.app.appID)
	if err := os.WriteFile(file, document, 0o600); err != nil {
		j.t.Fatal(err)
	}
	answer := j.do(map[string]string{"do": "configure", "metadata": file, "entity_id": identifier, "acs": replyURL, "signing": signing})
	if !slices.Equal(answer.IDP, []string{"https://sts.windows.net/" + s.Info().TenantID + "/"}) {
		j.t.Fatalf("configured with %+v", answer)
	}
}

func (j *foreignJudge) judge(v *visitor) foreignAnswer {
	j.t.Helper()
	return j.do(map[string]string{"do": "response", "saml_response": v.forms[0].values.Get("SAMLResponse")})
}

func TestForeignServiceProviders(t *testing.T) {
	// What a foreign service provider leaves unchecked is its own affair, and noted:
	// node-saml 5.1.0 never looks at Recipient, and crewjam/saml 0.5.1 passes over
	// an unsigned assertion beside the signed one. Neither lets the forged name in.
	lenient := map[string][]string{"node-saml": {samlWrongRecipient}, "crewjam": {samlExtraAssertion}}
	for _, name := range []string{"pysaml2", "node-saml", "crewjam", "gosaml2"} {
		t.Run(name, func(t *testing.T) {
			j := startForeign(t, name)
			s := startSetUp(t, Options{})
			for signing, fault := range map[string]string{"assertion": "", "response": samlSignResponse, "both": samlSignBoth} {
				if s.goesWrong(t); fault != "" {
					s.goesWrong(t, fault)
				}
				j.configure(s, signing)
				if got := j.judge(s.signedInVisitor(t)); !got.Accepted || got.NameID != simonUPN {
					t.Errorf("signed %s: %+v", signing, got)
				}
			}
			s.goesWrong(t)
			j.configure(s, "assertion")
			for _, scenario := range samlScenarioNames() {
				s.goesWrong(t, scenario)
				got := j.judge(s.signedInVisitor(t))
				t.Logf("%s: accepted %v %s %.160s", scenario, got.Accepted, got.NameID, got.Why)
				if got.Accepted != slices.Contains(lenient[name], scenario) || got.NameID == victim {
					t.Errorf("%s: %+v", scenario, got)
				}
			}
			s.goesWrong(t, secondStep)
			v := newVisitor(t).open(s.userAccessURL()).press(simonUPN, nil).press("Sign in", url.Values{"password": {firstWord}})
			v.press("Yes", url.Values{"typed": {numberOn(t, v)}})
			if got := j.judge(v); !got.Accepted || !slices.Contains(got.Methods, multipleAuthn) {
				t.Errorf("second step: %+v", got)
			}
		})
	}
}

func TestForeignServiceProvidersBegin(t *testing.T) {
	for _, name := range []string{"pysaml2", "node-saml", "crewjam", "gosaml2"} {
		t.Run(name, func(t *testing.T) {
			j := startForeign(t, name)
			s := startSetUp(t, Options{})
			s.wellKnownSimon(t)
			j.configure(s, "assertion")
			for _, binding := range []string{"redirect", "post"} {
				made := j.do(map[string]string{"do": "request", "binding": binding})
				v := newVisitor(t)
				if binding == "redirect" {
					v.open(made.URL)
				} else {
					v.postForm(made.Form)
				}
				v.shows("Pick an account", "to continue to Autotask Endpoint Backup").press(simonUPN, nil)
				v.press("Sign in", url.Values{"password": {firstWord}}).shows("Signing in to")
				root, _ := responseIn(t, v)
				if root.SelectAttrValue("InResponseTo", "") == "" || v.forms[0].values.Get("RelayState") != "here" {
					t.Errorf("%s: the answer forgets the request: %v", binding, v.forms[0].values.Get("RelayState"))
				}
				if got := j.judge(v); !got.Accepted || got.NameID == "" {
					t.Errorf("%s: %+v", binding, got)
				} else {
					t.Logf("%s: signed in as %s", binding, got.NameID)
				}
			}
		})
	}
}

// postForm sends the form on a page that a service provider made.
func (v *visitor) postForm(page string) *visitor {
	v.t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		v.t.Fatal(err)
	}
	v.forms = nil
	v.links = map[string]string{}
	v.scan(root, nil)
	for _, form := range v.forms {
		if form.values.Get("SAMLRequest") != "" {
			return v.post(form.action, form.values)
		}
	}
	v.t.Fatalf("no request on the page: %s", base64.StdEncoding.EncodeToString([]byte(page)))
	return v
}
