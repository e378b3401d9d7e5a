package terminal

import (
	"strconv"

	"backupsso/samlcfg"
)

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

// symptomIn finds the symptom that a text reports.
func (r *run) symptomIn(text string) (samlcfg.Symptom, bool) {
	return samlcfg.FindSymptom(text, func(symptom samlcfg.Symptom) string { return r.words.Say("symptom." + string(symptom) + ".says") })
}

// explainSymptom leads from a symptom to its cause: what is known is answered,
// the rest is asked, each with what to do.
func (r *run) explainSymptom(symptom samlcfg.Symptom, on samlcfg.SignOn) {
	title := r.words.Say("symptom." + string(symptom) + ".title")
	r.screen.styled(strong, title)
	if r.nameABundle {
		r.screen.line(r.words.Say("explain.name-a-bundle"))
	}
	asked := []object{}
	for i, question := range symptom.Questions(on) {
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
	if !k.given {
		return samlcfg.SignOn{Now: k.want.Now}
	}
	return k.contents.SignOn(k.want.Now)
}
