package terminal

import (
	"strconv"
	"strings"

	"backupsso/samlcfg"
)

// longestReport bounds how much of a text is searched for a symptom, in bytes.
const longestReport = 2000

// listSymptoms tells which symptoms can be asked about.
func (r *run) listSymptoms() {
	r.screen.line(r.words.Say("explain.symptoms"))
	names := []object{}
	for _, symptom := range samlcfg.Symptoms() {
		title := r.words.Say("symptom." + string(symptom) + ".title")
		r.screen.line("  " + padded(string(symptom), 20) + title)
		names = append(names, object{"symptom": symptom, "title": title})
	}
	r.json.write(object{"event": "explained", "kind": "symptoms", "symptoms": names})
}

// symptomIn finds the symptom that a text reports: by its name, else by the
// longest phrase that the text has.
func (r *run) symptomIn(text string) (samlcfg.Symptom, bool) {
	text = strings.ToLower(text[:min(len(text), longestReport)])
	var found samlcfg.Symptom
	longest := 0
	for _, symptom := range samlcfg.Symptoms() {
		if strings.TrimSpace(text) == string(symptom) {
			return symptom, true
		}
		for _, phrase := range strings.Split(r.words.Say("symptom."+string(symptom)+".says"), "\n") {
			if len(phrase) > longest && strings.Contains(text, strings.ToLower(phrase)) {
				found, longest = symptom, len(phrase)
			}
		}
	}
	return found, longest > 0
}

// explainSymptom leads from a symptom to its cause: what is known is answered,
// the rest is asked, each with what to do.
func (r *run) explainSymptom(symptom samlcfg.Symptom, known known) {
	title := r.words.Say("symptom." + string(symptom) + ".title")
	r.screen.styled(strong, title)
	if !known.given {
		r.screen.line(r.words.Say("explain.name-a-bundle"))
	}
	asked := []object{}
	for i, question := range symptom.Questions(known.signOn()) {
		about := facts{"Got": firstNonEmpty(question.Got, r.words.Say("explain.not-known"))}
		text, ifNot := r.words.Say(question.Key(), about), ""
		how := plain
		if question.Answer == samlcfg.AnswerWrong {
			how = warn
		}
		lead := padded(strconv.Itoa(i+1)+".", 4)
		r.screen.styled(how, lead+r.words.Say("explain.answer."+string(question.Answer), facts{"Text": text}))
		if key := question.IfNot(); key != "" {
			ifNot = r.words.Say(key, about)
			r.screen.line("    " + r.words.Say("explain.side", facts{"Side": r.words.Say(question.Side.Key())}))
			r.screen.line("    " + r.words.Say("explain.if-not", facts{"Next": ifNot}))
		}
		asked = append(asked, object{"code": question.Code, "answer": question.Answer, "got": question.Got, "side": question.Side, "text": text, "if_not": ifNot})
	}
	r.screen.line("")
	r.screen.line(r.words.Say("explain.response-tells"))
	r.json.write(object{"event": "explained", "kind": "symptom", "symptom": symptom, "title": title, "questions": asked})
}

// signOn is what a bundle answers.
func (k known) signOn() samlcfg.SignOn {
	on := samlcfg.SignOn{Now: k.want.Now}
	if !k.given {
		return on
	}
	on.User, on.PortalUser = k.contents.TestUserUPN, k.contents.PortalUser
	on.Identifier, on.ReplyURL = k.contents.Identifier, k.contents.ReplyURL
	on.Certificate = k.want.Certificates[0]
	if metadata, err := samlcfg.ParseMetadata(k.contents.Metadata); err == nil {
		on.Published = metadata.Signing
	}
	return on
}
